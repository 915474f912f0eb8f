-- 计量单: what a team has done in a month, and what the team says of it. Law: 《保障农民工工资支付条例》第三十五条: a
-- dispute is no reason to withhold wages, so nothing here is read where wages are counted.

create table quantity_slip (
    id           text   primary key,             -- uuid v7
    project_id   text   not null references project (id),
    month        text   not null,                -- YYYY-MM
    team         text   not null,
    work         text   not null,
    quantity     bigint not null check (quantity > 0),   -- thousandths of the unit
    unit         text   not null,
    price_fen    bigint not null check (price_fen > 0),  -- for one unit
    recorded_by  text   not null,
    recorded_at  bigint not null
);
create index quantity_slip_month on quantity_slip (project_id, month);

-- Append-only: the last answer counts.
create table quantity_answer (
    id           text   primary key,             -- uuid v7
    slip_id      text   not null references quantity_slip (id),
    answer       text   not null check (answer in ('confirmed', 'disputed')),
    who          text   not null,                -- who answered for the team
    note         text,                           -- what is disputed
    recorded_by  text   not null,
    recorded_at  bigint not null
);
create index quantity_answer_slip on quantity_answer (slip_id);
