-- 工资专用账户 and the owner's progress payments: what should come in, what moved, what happened to the account.
-- Law: 《保障农民工工资支付条例》第二十四条、第二十六条、第二十七条、第二十九条、第三十一条、第三十三条.
-- The table account keeps what the board shows and the ledger states: bank, number and day of opening.

-- What the owner owes for the work of a month, and what it has paid of it. A change leaves its trace in the audit.
create table progress_payment (
    id          text   primary key,               -- uuid v7
    project_id  text   not null references project (id),
    month       text   not null,                  -- YYYY-MM, the month of work it pays
    due_on      text   not null,                  -- YYYY-MM-DD, Beijing
    amount_fen  bigint not null check (amount_fen > 0),
    labour_fen  bigint not null check (labour_fen >= 0), -- labour cost in it, due into the account on the same day
    paid_fen    bigint not null default 0 check (paid_fen >= 0), -- labour cost included
    paid_on     text,                             -- day of the last payment; null: nothing was paid
    note        text,
    recorded_by text   not null,
    changed_at  bigint not null,                  -- epoch milliseconds, UTC
    unique (project_id, month)
);

-- A bank statement that changed something.
create table account_file (
    id          text   primary key,               -- uuid v7
    name        text   not null,
    actor       text   not null,
    imported_at bigint not null
);

-- Money that moved. Never changed; voided_at takes a mistake out of every sum.
create table account_entry (
    id           text   primary key,              -- uuid v7
    project_id   text   not null references project (id),
    day          text   not null,
    -- in: labour cost from the owner, the contractor's own money, a transfer that came back, interest
    -- out: wages to workers, the balance returned after closing, anything else (not lawful)
    kind         text   not null
        check (kind in ('labour', 'top_up', 'bounced', 'interest', 'wages', 'returned', 'other')),
    amount_fen   bigint not null check (amount_fen > 0),
    month        text,                            -- YYYY-MM of work that it pays; null where none is told
    part         text,                            -- 分账: the subcontractor it is kept for; null where there is none
    counterparty text,                            -- a firm or a group such as 工人代发; never a person or a card
    source       text   not null check (source in ('statement', 'hand')),
    mark         text   not null,                 -- tells the entry apart, so that it is never stored twice
    balance_fen  bigint,                          -- after it, as the bank states; null where it does not
    file_id      text   references account_file (id), -- null by hand
    file_row     bigint,
    note         text,
    recorded_by  text   not null,
    recorded_at  bigint not null,
    voided_by    text,                            -- null while it counts
    voided_at    bigint,
    unique (project_id, mark)
);
create index account_entry_day on account_entry (project_id, day);

-- Opened, agreed, filed, moved to another bank, split, noticed, closed; a correction names the event it takes back.
create table account_event (
    id          text   primary key,               -- uuid v7
    project_id  text   not null references project (id),
    position    bigint not null,                  -- 1, 2, … within the project
    kind        text   not null,
    happened_on text   not null,
    event       text   not null,                  -- JSON
    note        text,
    corrects    text   references account_event (id),
    recorded_by text   not null,
    recorded_at bigint not null,
    unique (project_id, position)
);

-- Where an account stands: follows from its events, entries and payments, and is written with them.
create table account_state (
    project_id   text   primary key references project (id),
    stage        text   not null,                 -- of common::account::Stage
    agreed_on    text,                            -- three-party agreement; null: none was shown
    filed_on     text,
    clock_by     text,                            -- the last day of the running clock
    balance_fen  bigint not null default 0,
    entries      bigint not null default 0,       -- that count
    last_on      text,                            -- day of the last entry
    labour_on    text,                            -- day of the last labour cost
    misused_fen  bigint not null default 0,       -- out to others than workers
    unmet_on     text,                            -- the earliest due day whose labour cost is not in; null: all in
    unmet_fen    bigint not null default 0        -- what is missing of it
);
create index account_state_stage on account_state (stage);
