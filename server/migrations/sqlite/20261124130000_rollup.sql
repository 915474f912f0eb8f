-- What the dashboard counts, kept exact in the same transaction as the facts. Law: 《保障农民工工资支付条例》第三十八条.
-- Month 'now' holds how things stand; a month (YYYY-MM) what changed in it; '' what stood before anything was counted.
-- So the end of a month is 'now' without what changed later, and a closed month never changes.
create table rollup (
    month              text   not null,
    street             text   not null,               -- empty where the ledger names none
    industry           text   not null,
    funding            text   not null,
    building           bigint not null,
    account            bigint not null,
    real_name          bigint not null,
    paid_monthly       bigint not null,
    paid_by_contractor bigint not null,
    deposit            bigint not null,
    board              bigint not null,
    arrears            bigint not null,
    primary key (month, street, industry, funding)
);

-- The same by general contractor, as things stand.
create table rollup_contractor (
    company_id         text   primary key,
    building           bigint not null,
    account            bigint not null,
    real_name          bigint not null,
    paid_monthly       bigint not null,
    paid_by_contractor bigint not null,
    deposit            bigint not null,
    board              bigint not null,
    arrears            bigint not null,
    gap                bigint not null                -- over every coverage measure, projects without it
);
create index rollup_contractor_gap on rollup_contractor (gap, company_id);

create index project_street on project (street, number);

-- Projects that were stored before.
insert into rollup
select m.month, coalesce(p.street, ''), p.industry, p.funding,
    sum(case when p.state = 'building' then 1 else 0 end),
    sum(case when p.state = 'building' and exists (select 1 from account a where a.project_id = p.id) then 1 else 0 end),
    sum(case when p.state = 'building' and coalesce(p.real_name, false) then 1 else 0 end),
    sum(case when p.state = 'building' and coalesce(p.paid_monthly, false) then 1 else 0 end),
    sum(case when p.state = 'building' and coalesce(p.paid_by_contractor, false) then 1 else 0 end),
    sum(case when p.state = 'building' and exists (select 1 from deposit d where d.project_id = p.id) then 1 else 0 end),
    sum(case when p.state = 'building' and coalesce(p.board_hung, false)
        and exists (select 1 from board b where b.project_id = p.id and b.revoked_on is null) then 1 else 0 end),
    sum(case when coalesce(p.in_arrears, false) then 1 else 0 end)
from project p cross join (select 'now' as month union all select '' as month) m
group by m.month, coalesce(p.street, ''), p.industry, p.funding;

insert into rollup_contractor
select f.company_id, sum(f.building), sum(f.account), sum(f.real_name), sum(f.paid_monthly), sum(f.paid_by_contractor),
    sum(f.deposit), sum(f.board), sum(f.arrears),
    sum(6 * f.building - f.account - f.real_name - f.paid_monthly - f.paid_by_contractor - f.deposit - f.board)
from (
    select t.company_id,
        case when p.state = 'building' then 1 else 0 end as building,
        case when p.state = 'building' and exists (select 1 from account a where a.project_id = p.id) then 1 else 0 end
            as account,
        case when p.state = 'building' and coalesce(p.real_name, false) then 1 else 0 end as real_name,
        case when p.state = 'building' and coalesce(p.paid_monthly, false) then 1 else 0 end as paid_monthly,
        case when p.state = 'building' and coalesce(p.paid_by_contractor, false) then 1 else 0 end
            as paid_by_contractor,
        case when p.state = 'building' and exists (select 1 from deposit d where d.project_id = p.id) then 1 else 0 end
            as deposit,
        case when p.state = 'building' and coalesce(p.board_hung, false)
            and exists (select 1 from board b where b.project_id = p.id and b.revoked_on is null) then 1 else 0 end
            as board,
        case when coalesce(p.in_arrears, false) then 1 else 0 end as arrears
    from party t join project p on p.id = t.project_id
    where t.role = 'contractor' and t.position = 0 and t.until_on is null and t.company_id is not null
) f
group by f.company_id;
