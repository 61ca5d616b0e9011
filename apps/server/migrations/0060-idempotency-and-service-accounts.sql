-- Answers that are kept for clients that repeat a request, and programs that act with a token.

create table idempotency_keys (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  -- the user or service account that sent the key
  actor_id uuid not null,
  -- set where it is a portal user, who sees their own alone
  contact_id uuid,
  -- SHA-256 of the key, and of what was asked with it
  key_hash text not null,
  fingerprint text not null,
  status integer not null,
  -- sealed: some answers hold a secret that is shown once
  answer_sealed text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  unique (organization_id, actor_id, key_hash),
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade
);
create index idempotency_keys_expires on idempotency_keys (organization_id, expires_at);
create index idempotency_keys_contact on idempotency_keys (organization_id, contact_id);
call stamp_tenant_table('idempotency_keys', 'own_contact');
-- What a portal user does is kept for them as well.
drop policy portal on idempotency_keys;
create policy portal on idempotency_keys as restrictive to partneros_app
  using (current_partner() is null or contact_id = current_contact())
  with check (current_partner() is null or contact_id = current_contact());

alter table organizations add column service_accounts_enabled boolean not null default false;

create table service_accounts (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  permissions text[] not null,
  -- SHA-256 of the token, never the token
  token_hash text not null unique,
  token_made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  -- who made it, as named then; it goes on when they leave
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, name)
);
call stamp_tenant_table('service_accounts');

create function find_service_account(hash text) returns table (
  service_account_id uuid,
  organization_id uuid,
  name text,
  permissions text[],
  last_used_at timestamptz
) language sql stable security definer set search_path = pg_catalog, public as $$
  select a.id, a.organization_id, a.name, a.permissions, a.last_used_at
  from service_accounts a
  join organizations o on o.id = a.organization_id and o.service_accounts_enabled
  where a.token_hash = hash and a.expires_at > now()
$$;
alter function find_service_account(text) owner to partneros_maint;
revoke all on function find_service_account(text) from public;
grant execute on function find_service_account(text) to partneros_app;
