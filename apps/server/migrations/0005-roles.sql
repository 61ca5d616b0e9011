-- Custom roles, and what a session must know beyond its member's role.

create table roles (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 60),
  description text not null default '' check (length(description) <= 300),
  -- `resource.action` or, where the permission has reaches, `resource.action:own|team|all`
  grants text[] not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, name)
);
call stamp_tenant_table('roles');

alter table members drop constraint members_role_check;
alter table members add column role_id uuid;
alter table members add constraint members_role_check
  check (role in ('owner', 'admin', 'member', 'viewer', 'custom'));
alter table members add constraint members_custom_role check (role <> 'custom' or role_id is not null);
alter table members add foreign key (organization_id, role_id) references roles (organization_id, id);
create index members_role on members (organization_id, role_id);

alter table users add column two_factor_enabled boolean not null default false;
-- Where set, members come in by single sign-on only; an Owner with a second factor keeps the other door.
alter table organizations add column sso_required boolean not null default false;
-- A session made by single sign-on speaks for that organization and no other.
alter table sessions add column pinned_organization_id uuid references organizations (id) on delete cascade;
alter table sessions add column method text not null default 'password' check (method in ('password', 'sso'));
create index sessions_pinned on sessions (pinned_organization_id);

drop function find_session(text);
create function find_session(token_hash text) returns table (
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
  select s.id, s.user_id, s.created_at, s.updated_at, s.confirmed_at, s.expires_at,
    s.pinned_organization_id, coalesce(m.organization_id, p.organization_id), m.id,
    case when m.id is not null then m.role when p.id is not null then 'partner' end,
    r.grants, p.partner_id, p.contact_id
  from sessions s
  join users u on u.id = s.user_id
  left join organizations o on o.id = s.active_organization_id
    and (s.pinned_organization_id is null or s.pinned_organization_id = o.id)
  left join members m on m.organization_id = o.id and m.user_id = s.user_id
    and (not o.sso_required or s.pinned_organization_id = o.id
      or (m.role = 'owner' and u.two_factor_enabled))
  left join roles r on r.organization_id = m.organization_id and r.id = m.role_id
  left join portal_links p on p.organization_id = o.id
    and p.user_id = s.user_id and p.state = 'active' and m.id is null
  where s.token = token_hash
    and s.expires_at > now()
    and s.created_at > now() - case when p.id is null then interval '30 days' else interval '14 days' end
$$;
alter function find_session(text) owner to partneros_maint;
revoke all on function find_session(text) from public;
grant execute on function find_session(text) to partneros_app;
