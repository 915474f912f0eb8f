-- What everything stands on: settings with their legal basis, the working-day calendar, numbers, firms.

-- One row per value and day of effect; the newest row not after a day is the one in force on it.
create table setting (
    key          text   not null,
    effective_on text   not null,                 -- YYYY-MM-DD, Beijing
    value        text   not null,                 -- JSON, its shape decided by the key
    basis        text   not null,                 -- the document it rests on
    is_example   boolean not null,                -- shipped as an example, not yet confirmed by the district
    changed_at   bigint not null,                 -- epoch milliseconds, UTC
    primary key (key, effective_on)
);

-- Days that differ from the plain week: holidays and shifted working days (调休).
create table calendar_day (
    day        text    primary key,               -- YYYY-MM-DD
    is_working boolean not null,
    name       text    not null,
    is_example boolean not null
);

-- Numbers given out once and never again.
create table counter (
    name text   primary key,
    next bigint not null
);
insert into counter (name, next) values ('project', 1), ('company', 1);

-- 单位: a firm or body, once, whatever part it plays. Known by its credit code, else by its name.
create table company (
    id         text   primary key,                -- uuid v7
    number     bigint not null unique,            -- key of its search row
    uscc       text   unique,                     -- 统一社会信用代码, null while unknown
    name       text   not null,
    created_at bigint not null
);
create index company_name on company (name);

create table company_search (
    number bigint   primary key,
    grams  tsvector not null,
    pinyin tsvector not null
);
create index company_search_grams on company_search using gin (grams);
create index company_search_pinyin on company_search using gin (pinyin);
