-- 举报投诉. Law: 《保障农民工工资支付条例》第十条;《劳动保障监察条例》第九条、第十七条.
-- Nobody stands here in clear: sealed holds contact, name, employer and story, encrypted; receipt and key are keyed hashes.

create table complaint (
    id           text   primary key,             -- uuid v7
    number       bigint not null unique,         -- 登记号, given on receipt
    project_id   text   not null references project (id),
    source       text   not null,
    from_month   text,                           -- YYYY-MM; null with a to_month: since before
    to_month     text,                           -- null: no month named
    amount_fen   bigint,                         -- about; null if not told
    people       bigint not null,
    reachable    bigint not null,                -- 1: the person left a way to be reached
    sealed       blob   not null,
    key_mark     blob   not null unique,         -- keyed hash of the idempotency key
    content_mark blob   not null,                -- keyed hash of site and content
    receipt_mark blob   not null unique,         -- keyed hash of the receipt
    received_on  text   not null,                -- YYYY-MM-DD, Beijing
    stage        text   not null,                -- follows from the events, as reason and clock_by do
    reason       text,                           -- why refused or closed, in words
    clock_by     text                            -- the next day by which somebody must act; null: no clock runs
);
create index complaint_urgent on complaint (clock_by, number);
create index complaint_project on complaint (project_id);

-- One row per event, never changed.
create table complaint_event (
    id           text   primary key,             -- uuid v7
    complaint_id text   not null references complaint (id),
    position     bigint not null,                -- 1, 2, … within the complaint
    kind         text   not null,
    happened_on  text   not null,                -- YYYY-MM-DD, Beijing
    reason       text,
    until_on     text,                           -- of an order: the last day on which to pay
    sealed       blob,                           -- what was said, encrypted
    actor        text,                           -- person of the office; null: the complainant
    recorded_at  bigint not null,                -- epoch milliseconds, UTC
    unique (complaint_id, position)
);
