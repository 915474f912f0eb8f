-- Days in the life of a project that no ledger states. Law: 《保障农民工工资支付条例》第二十四条、第二十七条.
alter table project add column signed_on text;     -- contract signed
alter table project add column completed_on text;  -- works completed
alter table project add column notice_on text;     -- notice of no arrears put up
alter table project add column settled_on text;    -- wages settled
