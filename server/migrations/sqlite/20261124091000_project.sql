-- 工程项目 and what its ledger row states. Law: 《保障农民工工资支付条例》第二十三至三十四条.
create table project (
    id                 text    primary key,       -- uuid v7
    number             bigint  not null unique,   -- serial within the district; key of its search row
    name               text    not null,
    nickname           text,
    code               text    unique,            -- 投资项目统一代码
    permit             text,                      -- 施工许可证号
    address            text,
    street             text,
    industry           text    not null,
    regulator          text,
    funding            text    not null,
    state              text    not null,
    contract_fen       bigint,
    labour_share_bp    bigint,                    -- basis points: 2500 = 25 %
    labour_cost_day    bigint,
    pay_day            bigint,                    -- day of the month, for the wages of the month before
    started_on         text,
    planned_end_on     text,
    progress           text,
    headcount          bigint,
    real_name          boolean,
    paid_by_contractor boolean,
    paid_monthly       boolean,
    board_hung         boolean,
    in_arrears         boolean,
    arrears_record     boolean,
    latitude           double precision,
    longitude          double precision,
    note               text,
    created_at         bigint  not null,          -- epoch milliseconds, UTC
    changed_at         bigint  not null           -- any change to what the board shows
);
create index project_permit on project (permit);
create index project_name on project (name);
create index project_changed on project (changed_at);
create index project_place on project (latitude, longitude) where latitude is not null;

create virtual table project_search using fts5 (grams, pinyin, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0');

-- Who answers for the site. A party that left keeps its row with until_on.
create table party (
    id         text   primary key,                -- uuid v7
    project_id text   not null references project (id),
    role       text   not null check (role in ('owner', 'contractor', 'subcontractor', 'supervisor', 'officer')),
    position   bigint not null,                   -- order within the role
    company_id text   references company (id),    -- null for the officer
    person     text,
    phone      text,                              -- work phone, public by Art. 34
    since_on   text   not null,
    until_on   text                               -- null while in the chain
);
create index party_project on party (project_id) where until_on is null;
create index party_company on party (company_id) where until_on is null;

-- 工资专用账户 (Art. 26).
create table account (
    project_id text primary key references project (id),
    bank       text not null,
    number     text,
    opened_on  text
);

-- 工资保证金 (Art. 32).
create table deposit (
    project_id text   primary key references project (id),
    form       text   not null,
    amount_fen bigint
);

-- Wages of one month on one site: how many were due, how many were paid in full.
create table pay_month (
    project_id   text   not null references project (id),
    month        text   not null,                 -- YYYY-MM, the month worked
    workers_due  bigint not null,
    workers_paid bigint not null,                 -- paid in full
    paid_fen     bigint not null,
    paid_on      text,                            -- day of the last transfer; null while nothing was paid
    recorded_at  bigint not null,
    primary key (project_id, month)
);

-- One changed field of a project, kept for good.
create table project_change (
    id         text   primary key,                -- uuid v7
    project_id text   not null references project (id),
    field      text   not null,                   -- the ledger's column
    was        text,
    became     text,
    source     text   not null,                   -- file name of the import, or who
    changed_at bigint not null
);
create index project_change_project on project_change (project_id, changed_at);
