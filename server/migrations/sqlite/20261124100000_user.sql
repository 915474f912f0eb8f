-- 账号、会话、操作记录. Law: 《个人信息保护法》第五十一条;《网络安全法》第二十三条.

create table user_account (
    id         text    primary key,               -- uuid v7
    name       text    not null unique,           -- what one signs in with, lower case
    person     text    not null,
    role       text    not null check (role in ('administrator', 'joint_office', 'labour', 'regulator', 'street', 'auditor', 'wage_officer')),
    industry   text,                              -- scope: each part that is set narrows it
    street     text,
    company_id text    references company (id),
    password   text    not null,                  -- Argon2id, PHC string
    is_active  boolean not null,
    is_demo    boolean not null,                  -- made by `mingxin demo`; its password is printed by `serve`
    created_at bigint  not null,                  -- epoch milliseconds, UTC
    changed_at bigint  not null
);

create table session (
    token_hash text   primary key,                -- SHA-256 of the cookie, hexadecimal
    user_id    text   not null references user_account (id),
    created_at bigint not null,
    seen_at    bigint not null
);
create index session_owner on session (user_id);

-- A browser in which an account has signed in before: failures made elsewhere do not count against it.
create table known_device (
    token_hash text   primary key,
    user_id    text   not null references user_account (id),
    created_at bigint not null
);

-- One row for every write and every look at full personal data; each hash covers the one before.
create table audit_entry (
    number bigint primary key,                    -- from 1, without gaps
    at     bigint not null,
    actor  text   not null,
    action text   not null,
    target text   not null,
    detail text   not null,                       -- JSON, hashed as it stands
    hash   text   not null
);
create index audit_actor on audit_entry (actor, number);

-- The last hash; changing it serialises the writers of the chain.
create table audit_head (
    id     bigint primary key check (id = 1),
    number bigint not null,
    hash   text   not null
);
insert into audit_head (id, number, hash) values (1, 0, '');
