-- 花名册、考勤、工资支付表、银行回单. Law: 《保障农民工工资支付条例》第十五、二十八、三十一条.
-- Nobody stands here in clear: sealed holds name, ID number, phone and card, encrypted; person is a keyed hash of the ID
-- number. A correction is a new version; replaced_at marks the one before. The month leads every key of wage facts.

-- A file that changed something.
create table wage_file (
    id          text   primary key,              -- uuid v7
    kind        text   not null check (kind in ('roster', 'attendance', 'payroll', 'bank_return')),
    name        text   not null,                 -- as the office calls it
    actor       text   not null,
    imported_at bigint not null
);

-- One stay of a worker on a site.
create table roster_entry (
    project_id  text   not null references project (id),
    person      bytea   not null,
    slot        text   not null,                 -- day of entry
    version     bigint not null,
    mark        bytea   not null,                 -- keyed hash of the whole row
    sealed      bytea   not null,
    employer    text,
    team        text,
    trade       text,
    left_on     text,                            -- null while on site
    contract    text,                            -- null: nothing in writing
    file_id     text   not null references wage_file (id),
    file_row    bigint not null,
    replaced_at bigint,
    primary key (project_id, person, slot, version)
);

-- Attendance of a worker in a month.
create table attendance_row (
    month       text   not null,                 -- YYYY-MM
    project_id  text   not null references project (id),
    person      bytea   not null,
    slot        text   not null,                 -- team
    version     bigint not null,
    mark        bytea   not null,
    sealed      bytea   not null,
    days        bigint not null,                 -- tenths of a day
    hours       bigint,                          -- tenths of an hour
    file_id     text   not null references wage_file (id),
    file_row    bigint not null,
    replaced_at bigint,
    primary key (month, project_id, person, slot, version)
);

-- What a worker is to be paid for a month.
create table payroll_row (
    month        text   not null,
    project_id   text   not null references project (id),
    person       bytea   not null,
    slot         text   not null,                -- team, and month of back pay
    version      bigint not null,
    mark         bytea   not null,
    sealed       bytea   not null,
    team         text,
    days         bigint,                         -- tenths of a day
    gross_fen    bigint not null,
    overtime_fen bigint not null,
    bonus_fen    bigint not null,
    withheld_fen bigint not null,
    deducted_fen bigint not null,
    advanced_fen bigint not null,
    net_fen      bigint not null,
    back_month   text,
    file_id      text   not null references wage_file (id),
    file_row     bigint not null,
    replaced_at  bigint,
    primary key (month, project_id, person, slot, version)
);

-- What the bank transferred.
create table bank_row (
    month       text   not null,
    project_id  text   not null references project (id),
    person      bytea   not null,                 -- of the card where the bank tells no ID number
    slot        text   not null,                 -- voucher, else day
    version     bigint not null,
    mark        bytea   not null,
    sealed      bytea   not null,
    amount_fen  bigint not null,
    paid_on     text,
    outcome     text   not null check (outcome in ('paid', 'failed', 'pending')),
    file_id     text   not null references wage_file (id),
    file_row    bigint not null,
    replaced_at bigint,
    primary key (month, project_id, person, slot, version)
);

-- A month on a site as its files stand: the result of the comparison, and who signed it.
create table payroll_run (
    month        text   not null,
    project_id   text   not null references project (id),
    on_roster    bigint not null,
    attended     bigint not null,
    workers_due  bigint not null,
    workers_paid bigint not null,
    net_fen      bigint not null,
    paid_fen     bigint not null,
    different    bigint not null,
    paid_on      text,
    files        text   not null,                -- kinds that were sent, separated by blanks
    changed_at   bigint not null,
    signed_by    text,                           -- null while unsigned, or changed since
    signed_at    bigint,
    primary key (month, project_id)
);
create index payroll_run_project on payroll_run (project_id);
