-- How a connection came by its tokens. Without a browser there is no refresh token: client
-- credentials are asked again, and a service key is what it is until a person changes it.
alter table connections add column grant_kind text not null default 'code'
  check (grant_kind in ('code', 'client_credentials', 'service_key'));
