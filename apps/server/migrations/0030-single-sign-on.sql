-- Single sign-on: proven domains, identity providers, who they speak of, and requests under way.

create table sso_providers (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  kind text not null check (kind in ('oidc', 'saml')),
  name text not null check (length(name) between 1 and 100),
  enabled boolean not null,
  -- whether a person whom the provider asserts becomes a member without an invitation
  just_in_time boolean not null,
  default_role text not null check (default_role in ('admin', 'member', 'viewer')),
  -- the role of whoever configured it last: it signs in nobody above that
  authority text not null check (authority in ('owner', 'admin', 'other')),
  -- OIDC: the issuer; SAML: the entity id
  issuer text not null,
  client_id text,
  client_secret_sealed text,
  sso_url text,
  certificates text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id)
);
call stamp_tenant_table('sso_providers');

-- Claimed by many, proven by one. The token is published in DNS, so it is no secret.
create table sso_domains (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  domain text not null check (domain = lower(domain)),
  token text not null,
  provider_id uuid,
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, domain),
  foreign key (organization_id, provider_id) references sso_providers (organization_id, id)
    on delete set null (provider_id)
);
create unique index sso_domains_proven on sso_domains (domain) where verified_at is not null;
create index sso_domains_provider on sso_domains (organization_id, provider_id);
call stamp_tenant_table('sso_domains');

-- A person at a provider. The subject decides, never the address alone.
create table sso_identities (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  provider_id uuid not null,
  subject text not null,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  unique (organization_id, provider_id, subject),
  unique (organization_id, provider_id, user_id),
  foreign key (organization_id, provider_id) references sso_providers (organization_id, id) on delete cascade
);
create index sso_identities_user on sso_identities (user_id);
call stamp_tenant_table('sso_identities');

-- A sign-in that waits for its answer; used once, ten minutes. After a SAML answer was checked, the
-- same row under another hash waits a minute for the browser that began.
create table sso_requests (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  provider_id uuid not null,
  -- of the version that it was begun with: a provider changed meanwhile gets no answer in
  provider_version integer not null,
  state_hash text not null unique,
  browser_hash text not null,
  stage text not null check (stage in ('asked', 'answered')),
  -- OIDC: nonce and code verifier; SAML, once answered: whom it asserts
  content_sealed text,
  base_url text not null,
  return_to text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (organization_id, provider_id) references sso_providers (organization_id, id) on delete cascade
);
create index sso_requests_expires on sso_requests (organization_id, expires_at);
create index sso_requests_provider on sso_requests (organization_id, provider_id);
call stamp_tenant_table('sso_requests');

-- Assertions that were used, until they would be refused for their age.
create table sso_assertions (
  organization_id uuid not null references organizations (id) on delete cascade,
  provider_id uuid not null,
  assertion_id text not null,
  expires_at timestamptz not null,
  primary key (organization_id, provider_id, assertion_id),
  foreign key (organization_id, provider_id) references sso_providers (organization_id, id) on delete cascade
);
call stamp_tenant_table('sso_assertions');

-- Look-ups before an organization is known: ids only.

create function find_sso_domain(wanted text) returns table (organization_id uuid, domain_id uuid, provider_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.organization_id, d.id, p.id
  from sso_domains d
  left join sso_providers p on p.organization_id = d.organization_id and p.id = d.provider_id and p.enabled
  where d.domain = wanted and d.verified_at is not null
$$;

create function find_sso_provider(wanted uuid) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select organization_id from sso_providers where id = wanted $$;

create function find_sso_request(hash text) returns table (organization_id uuid, request_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select organization_id, id from sso_requests where state_hash = hash $$;

-- Organizations of which the person is a member, but not by a password: those ask for single sign-on.
create function organizations_behind_sso(person uuid) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id from members m
  join organizations o on o.id = m.organization_id
  join users u on u.id = m.user_id
  where m.user_id = person and o.sso_required and not (m.role = 'owner' and u.two_factor_enabled)
$$;

alter function find_sso_domain(text) owner to partneros_maint;
alter function find_sso_provider(uuid) owner to partneros_maint;
alter function find_sso_request(text) owner to partneros_maint;
alter function organizations_behind_sso(uuid) owner to partneros_maint;
revoke all on function find_sso_domain(text), find_sso_provider(uuid), find_sso_request(text),
  organizations_behind_sso(uuid) from public;
grant execute on function find_sso_domain(text), find_sso_provider(uuid), find_sso_request(text),
  organizations_behind_sso(uuid) to partneros_app;
