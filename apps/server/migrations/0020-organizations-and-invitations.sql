-- Settings and deletion of organizations, versions of members, invitations.

alter table organizations add column logo_url text;
alter table organizations add column industry text;
alter table organizations add column billing_email text;
-- How many days after sign-in a session ends in this organization, where that is sooner than usual.
alter table organizations add column session_days integer not null default 30;
alter table organizations add column version integer not null default 1;
-- From this moment on nobody enters; the rows go thirty days later.
alter table organizations add column deleted_at timestamptz;
create index organizations_deleted on organizations (deleted_at) where deleted_at is not null;

alter table members add column version integer not null default 1;

create table invitations (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'member', 'viewer', 'custom')),
  role_id uuid,
  -- SHA-256 of the token in the mail; null once it is used or taken back
  token_hash text unique,
  state text not null check (state in ('pending', 'accepted', 'revoked')),
  -- whose right to give the role is asked again when the invitation is accepted
  invited_by uuid references users (id) on delete set null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, role_id) references roles (organization_id, id)
);
create unique index invitations_pending on invitations (organization_id, email) where state = 'pending';
create index invitations_role on invitations (organization_id, role_id);
create index invitations_inviter on invitations (invited_by);
call stamp_tenant_table('invitations');

-- As in 0005, and: nobody enters a deleted organization, and its session days are kept to.
create or replace function find_session(token_hash text) returns table (
  session_id uuid,
  user_id uuid,
  created_at timestamptz,
  updated_at timestamptz,
  confirmed_at timestamptz,
  expires_at timestamptz,
  pinned_organization_id uuid,
  organization_id uuid,
  member_id uuid,
  role text,
  grants text[],
  partner_id uuid,
  contact_id uuid
) language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id, s.user_id, s.created_at, s.updated_at, s.confirmed_at, least(s.expires_at, e.ends_at),
    s.pinned_organization_id, coalesce(m.organization_id, p.organization_id), m.id,
    case when m.id is not null then m.role when p.id is not null then 'partner' end,
    r.grants, p.partner_id, p.contact_id
  from sessions s
  join users u on u.id = s.user_id
  left join organizations o on o.id = s.active_organization_id
    and (o.deleted_at is null or o.deleted_at > now())
    and (s.pinned_organization_id is null or s.pinned_organization_id = o.id)
  left join members m on m.organization_id = o.id and m.user_id = s.user_id
    and (not o.sso_required or s.pinned_organization_id = o.id
      or (m.role = 'owner' and u.two_factor_enabled))
  left join roles r on r.organization_id = m.organization_id and r.id = m.role_id
  left join portal_links p on p.organization_id = o.id
    and p.user_id = s.user_id and p.state = 'active' and m.id is null
  cross join lateral (
    select s.created_at + make_interval(days => least(
      case when p.id is null then 30 else 14 end,
      case when coalesce(m.id, p.id) is not null then o.session_days end)) as ends_at
  ) e
  where s.token = $1
    and s.expires_at > now()
    and e.ends_at > now()
$$;

create or replace function organizations_of(person uuid) returns table (
  organization_id uuid,
  name text,
  slug text
) language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, o.slug
  from organizations o
  where (o.deleted_at is null or o.deleted_at > now())
    and (exists (select from members m where m.organization_id = o.id and m.user_id = person)
      or exists (select from portal_links p
                 where p.organization_id = o.id and p.user_id = person and p.state = 'active'))
  order by o.name, o.id
$$;

-- Jobs visit organizations that stand; what is deleted is visited by the one that removes it.
create or replace function every_organization() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select id from organizations where deleted_at is null or deleted_at > now() order by id $$;

create function organizations_deleted_before(moment timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select id from organizations where deleted_at < moment order by id $$;

-- Takes the sessions of whoever no longer belongs here out of the organization of the transaction:
-- the active one becomes another of theirs or none; what was pinned here ends. Safe to call for
-- anybody: sessions of people who still belong stay as they are.
create function release_sessions(person uuid) returns void
  language sql security definer set search_path = pg_catalog, public as $$
  delete from sessions s
  where (person is null or s.user_id = person)
    and s.pinned_organization_id = current_organization()
    and not exists (select from organizations_of(s.user_id) o where o.organization_id = current_organization());
  update sessions s
  set active_organization_id = (select o.organization_id from organizations_of(s.user_id) o limit 1)
  where (person is null or s.user_id = person)
    and s.active_organization_id = current_organization()
    and not exists (select from organizations_of(s.user_id) o where o.organization_id = current_organization());
$$;
create index sessions_active_organization on sessions (active_organization_id);

-- Members with name and address, oldest first. Names and addresses stand in a table that no
-- organization's scope reaches, hence a function; both scopes are asked inside.
create function list_members(
  search text,
  wanted_role text,
  wanted_role_id uuid,
  only_member uuid,
  after_member uuid,
  how_many integer
) returns table (
  id uuid,
  user_id uuid,
  name text,
  email text,
  two_factor_enabled boolean,
  role text,
  role_id uuid,
  role_name text,
  version integer,
  created_at timestamptz
) language sql stable security definer set search_path = pg_catalog, public as $$
  select m.id, m.user_id, u.name, u.email, u.two_factor_enabled, m.role, m.role_id, r.name,
    m.version, m.created_at
  from members m
  join users u on u.id = m.user_id
  left join roles r on r.organization_id = m.organization_id and r.id = m.role_id
  where m.organization_id = current_organization()
    and current_partner() is null
    and (search is null or position(lower(search) in lower(u.name)) > 0
      or position(lower(search) in u.email) > 0)
    and (wanted_role is null or m.role = wanted_role)
    and (wanted_role_id is null or m.role_id = wanted_role_id)
    and (only_member is null or m.id = only_member)
    and (after_member is null or m.id > after_member)
  order by m.id
  limit how_many
$$;

-- Who of this organization has the address: its members and portal users alone, nobody else's.
create function find_person_here(address text) returns table (
  member_id uuid,
  link_id uuid,
  link_state text
) language sql stable security definer set search_path = pg_catalog, public as $$
  select m.id, p.id, p.state
  from users u
  left join members m on m.user_id = u.id and m.organization_id = current_organization()
  left join portal_links p on p.user_id = u.id and p.organization_id = current_organization()
  where u.email = lower(address) and coalesce(m.id, p.id) is not null
$$;

alter function organizations_deleted_before(timestamptz) owner to partneros_maint;
alter function release_sessions(uuid) owner to partneros_maint;
alter function list_members(text, text, uuid, uuid, uuid, integer) owner to partneros_maint;
alter function find_person_here(text) owner to partneros_maint;
revoke all on function organizations_deleted_before(timestamptz), release_sessions(uuid),
  list_members(text, text, uuid, uuid, uuid, integer), find_person_here(text) from public;
grant execute on function organizations_deleted_before(timestamptz), release_sessions(uuid),
  list_members(text, text, uuid, uuid, uuid, integer), find_person_here(text) to partneros_app;
