-- 工资保证金: what happened to it, where it stands, and what is known of the firms that must store it.
-- Law: 《保障农民工工资支付条例》第三十二条; 《工程建设领域农民工工资保证金规定》.
-- The table deposit keeps what the board shows and the ledger states: form and amount.

-- One row per event, never changed; a correction is a new row that names the one it replaces or takes back.
create table deposit_event (
    id          text   primary key,               -- uuid v7
    project_id  text   not null references project (id),
    position    bigint not null,                  -- 1, 2, … within the project
    kind        text   not null,
    happened_on text   not null,                  -- YYYY-MM-DD, Beijing
    event       text   not null,                  -- JSON: kind, amounts in fen, guarantee, days
    note        text,
    corrects    text   references deposit_event (id),
    calculation text,                             -- JSON: what an assessment rests on; null for other kinds
    recorded_by text   not null,
    recorded_at bigint not null,                  -- epoch milliseconds, UTC
    unique (project_id, position)
);

-- Where a deposit stands: follows from its events, and is written in the transaction that adds one.
create table deposit_state (
    project_id  text   primary key references project (id),
    stage       text   not null,
    form        text,                             -- form to remind_on: null while nothing is in hand
    amount_fen  bigint,
    issuer      text,
    valid_until text,
    claim_by    text,                             -- the last day on which the issuer can be asked to pay
    remind_on   text,
    clock_by    text,                             -- the last day of the running clock
    urgent_on   text   not null                   -- the earlier of clock_by and claim_by; 9999-12-31 for neither
);
create index deposit_state_urgent on deposit_state (urgent_on);

-- What officials note of a firm, never changed.
create table company_record (
    id          text   primary key,               -- uuid v7
    company_id  text   not null references company (id),
    kind        text   not null check (kind in ('arrears', 'listed', 'delisted')),
    happened_on text   not null,
    basis       text   not null,                  -- the document it rests on
    recorded_by text   not null,
    recorded_at bigint not null
);
create index company_record_company on company_record (company_id, happened_on);
