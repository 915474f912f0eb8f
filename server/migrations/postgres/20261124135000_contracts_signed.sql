-- 劳动合同签订, a core measure of its own. Law: 《保障农民工工资支付条例》第二十八条.
alter table project add column contracts_signed boolean;
alter table rollup add column contracts_signed bigint not null default 0;
alter table rollup_contractor add column contracts_signed bigint not null default 0;
-- Nobody has stated it yet, so every project in progress lacks it.
update rollup_contractor set gap = gap + building;
