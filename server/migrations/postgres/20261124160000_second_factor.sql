-- 两步验证: what the phone and the server share, and the codes for when the phone is lost. Law: 《网络安全法》第二十三条.

create table second_factor (
    user_id      text   primary key references user_account (id),
    sealed       bytea  not null,                -- the secret, encrypted about user_id
    confirmed_at bigint,                          -- null until the first code; then it counts
    last_step    bigint not null,                 -- 30 s steps since 1970; codes up to this one are not taken again
    created_at   bigint not null
);

create table recovery_code (
    user_id text   not null references user_account (id),
    mark    bytea  not null,                     -- keyed hash of the code
    used_at bigint,                               -- null while it can be used
    primary key (user_id, mark)
);
