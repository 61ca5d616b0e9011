-- Users and sessions (the auth library's tables), organizations, members, partners, portal links.

create table users (
  id uuid primary key,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (email = lower(email))
);
create unique index users_email on users (email);
call stamp_identity_table('users');

create table sessions (
  id uuid primary key,
  -- SHA-256 of the cookie's token, never the token
  token text not null unique,
  user_id uuid not null references users (id) on delete cascade,
  active_organization_id uuid,
  expires_at timestamptz not null,
  -- when the person last gave password or second factor; sensitive acts ask for a recent one
  confirmed_at timestamptz not null default now(),
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_user on sessions (user_id);
create index sessions_expires on sessions (expires_at);
call stamp_identity_table('sessions');

create table accounts (
  id uuid primary key,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index accounts_user on accounts (user_id);
call stamp_identity_table('accounts');

create table verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);
call stamp_identity_table('verifications');

create table organizations (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) <= 60),
  created_at timestamptz not null default now()
);
call stamp_tenant_table('organizations', 'published', 'id');

create table members (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member', 'viewer')),
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, user_id)
);
create index members_user on members (user_id);
call stamp_tenant_table('members');

create table partners (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  domain text,
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, domain)
);
call stamp_tenant_table('partners', 'own_partner', 'organization_id', 'id');

create table contacts (
  id uuid primary key,
  organization_id uuid not null,
  partner_id uuid not null,
  first_name text not null,
  last_name text not null,
  email text not null check (email = lower(email)),
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, partner_id, email),
  foreign key (organization_id, partner_id) references partners (organization_id, id) on delete cascade
);
create index contacts_partner on contacts (organization_id, partner_id);
call stamp_tenant_table('contacts', 'own_partner');

-- A person's way into the portal: one contact of one partner.
create table portal_links (
  id uuid primary key,
  organization_id uuid not null,
  partner_id uuid not null,
  contact_id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  state text not null check (state in ('invited', 'active', 'revoked')),
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, partner_id) references partners (organization_id, id) on delete cascade,
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade
);
create index portal_links_user on portal_links (user_id);
create index portal_links_partner on portal_links (organization_id, partner_id);
create index portal_links_contact on portal_links (organization_id, contact_id);
call stamp_tenant_table('portal_links', 'own_contact');

-- Look-ups before an organization is known. Each is one question with a fixed answer; they run as
-- partneros_maint, which is why they name no table's contents beyond ids and what a scope is made of.

create function find_session(token_hash text) returns table (
  session_id uuid,
  user_id uuid,
  created_at timestamptz,
  updated_at timestamptz,
  confirmed_at timestamptz,
  expires_at timestamptz,
  organization_id uuid,
  member_id uuid,
  role text,
  partner_id uuid,
  contact_id uuid
) language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id, s.user_id, s.created_at, s.updated_at, s.confirmed_at, s.expires_at,
    coalesce(m.organization_id, p.organization_id), m.id,
    case when m.id is not null then m.role when p.id is not null then 'partner' end,
    p.partner_id, p.contact_id
  from sessions s
  left join members m on m.organization_id = s.active_organization_id and m.user_id = s.user_id
  left join portal_links p on p.organization_id = s.active_organization_id
    and p.user_id = s.user_id and p.state = 'active' and m.id is null
  where s.token = token_hash
    and s.expires_at > now()
    and s.created_at > now() - case when p.id is null then interval '30 days' else interval '14 days' end
$$;

-- The organizations that a person may switch to, with the names that the switcher shows.
create function organizations_of(person uuid) returns table (
  organization_id uuid,
  name text,
  slug text
) language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, o.slug
  from organizations o
  where exists (select from members m where m.organization_id = o.id and m.user_id = person)
     or exists (select from portal_links p
                where p.organization_id = o.id and p.user_id = person and p.state = 'active')
  order by o.name, o.id
$$;

create function every_organization() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select id from organizations order by id $$;

create function find_organization(wanted text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select id from organizations where slug = wanted $$;

alter function find_organization(text) owner to partneros_maint;
alter function find_session(text) owner to partneros_maint;
alter function organizations_of(uuid) owner to partneros_maint;
alter function every_organization() owner to partneros_maint;
revoke all on function find_session(text), organizations_of(uuid), every_organization(), find_organization(text)
  from public;
grant execute on function find_session(text), organizations_of(uuid), every_organization(), find_organization(text)
  to partneros_app;
