-- 拖欠农民工工资失信联合惩戒对象名单: matters from the draft to the end of a listing, and what the public reads of them.
-- Law: 《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》; 《保障农民工工资支付条例》第四十八条.

-- One matter, and where it stands: follows from its events, and is written in the transaction that adds one.
create table blacklist (
    id             text   primary key,            -- uuid v7
    number         bigint not null unique,        -- serial within the district; key of its search row
    employer       text   not null,
    uscc           text,                          -- null only in a list taken over
    project        text,
    amount_fen     bigint,
    stage          text   not null,
    proposed       text,                          -- what waits for a second official
    clock_what     text,                          -- the nearest clock: who does what
    clock_by       text,                          -- its last day, YYYY-MM-DD, Beijing
    clock_clause   text,
    urgent_on      text   not null,               -- clock_by; 9999-12-31 for none
    decision       text,                          -- 列入决定书文号
    until_on       text,                          -- the last day of the term
    public_entry   text,                          -- JSON, what the public reads; null while it may read nothing
    public_version bigint,                        -- since which version of the list it reads so
    created_at     bigint not null                -- epoch milliseconds, UTC
);
create index blacklist_urgent on blacklist (urgent_on, number);
create index blacklist_uscc on blacklist (uscc) where public_entry is not null;
create index blacklist_employer on blacklist (employer) where public_entry is not null;
create index blacklist_until on blacklist (until_on) where public_entry is not null;

-- One row per event, never changed.
create table blacklist_event (
    id           text   primary key,              -- uuid v7
    blacklist_id text   not null references blacklist (id),
    position     bigint not null,                 -- 1, 2, … within the matter
    kind         text   not null,
    happened_on  text   not null,
    event        text   not null,                 -- JSON
    note         text,
    account      text   not null,                 -- who recorded it
    person       text   not null,                 -- the name people read
    recorded_at  bigint not null,
    unique (blacklist_id, position)
);

-- What changed on the public list. After a removal no row keeps what it told of that entry.
create table blacklist_change (
    version      bigint primary key,              -- 1, 2, … without gaps
    blacklist_id text   not null references blacklist (id),
    at           bigint not null,
    entry        text                             -- JSON; null: not on the list
);
create index blacklist_change_of on blacklist_change (blacklist_id);
create table blacklist_head (
    id      bigint primary key,                   -- 1
    version bigint not null
);
insert into blacklist_head (id, version) values (1, 0);
insert into counter (name, next) values ('blacklist', 1);

-- Names of what is public now.
create table blacklist_search (
    number bigint   primary key,
    grams  tsvector not null,
    pinyin tsvector not null
);
create index blacklist_search_grams on blacklist_search using gin (grams);
create index blacklist_search_pinyin on blacklist_search using gin (pinyin);
