-- 维权信息告示牌: the sign on site and its page. Law: 《保障农民工工资支付条例》第三十四条.
create table board (
    token      text    primary key,               -- 9 random characters and a check character, never reused
    project_id text    not null references project (id),
    issued_on  text    not null,
    revoked_on text,                              -- null while valid
    shows_pay  boolean not null                   -- whether pay status is public on this board
);
create index board_project on board (project_id);

-- "This board is wrong": what passers-by report, for the officials' queue.
create table board_flaw (
    id              text   primary key,           -- uuid v7
    token           text   not null references board (token),
    kind            text   not null check (kind in ('gone', 'damaged', 'number_dead', 'wrong_party')),
    note            text,
    idempotency_key text   not null unique,
    reported_at     bigint not null,
    settled_at      bigint                        -- null while open
);
create index board_flaw_open on board_flaw (reported_at) where settled_at is null;
