-- Mail that is tried again, notifications, and what each person wants to hear of by which way.

alter table mails add column attempts integer not null default 0;
alter table mails add column sending_since timestamptz;
create index mails_sending on mails (sending_since) where state = 'sending';

create table notifications (
  id uuid primary key,
  organization_id uuid not null,
  user_id uuid not null,
  kind text not null,
  -- what the sentence is made of: names, counts; never secrets
  details jsonb not null default '{}',
  -- where in the web application it leads
  path text not null,
  in_app boolean not null,
  -- waits for the person's daily mail
  for_digest boolean not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  foreign key (organization_id, user_id) references members (organization_id, user_id) on delete cascade
);
create index notifications_person on notifications (organization_id, user_id, id desc);
create index notifications_unread on notifications (organization_id, user_id) where read_at is null;
create index notifications_digest on notifications (organization_id, user_id) where for_digest;
call stamp_tenant_table('notifications');

create table notification_preferences (
  id uuid primary key,
  organization_id uuid not null,
  user_id uuid not null,
  kind text not null,
  in_app boolean not null,
  mail text not null check (mail in ('off', 'at_once', 'daily')),
  unique (organization_id, user_id, kind),
  foreign key (organization_id, user_id) references members (organization_id, user_id) on delete cascade
);
call stamp_tenant_table('notification_preferences');

-- The day of each person's last daily mail, by the organization's calendar: one a day.
create table notification_digests (
  id uuid primary key,
  organization_id uuid not null,
  user_id uuid not null,
  day text not null,
  unique (organization_id, user_id),
  foreign key (organization_id, user_id) references members (organization_id, user_id) on delete cascade
);
call stamp_tenant_table('notification_digests');

-- The members of the transaction's organization with what notifying them takes: role, name, address.
create function members_to_notify() returns table (
  user_id uuid,
  name text,
  email text,
  role text,
  grants text[]
) language sql stable security definer set search_path = pg_catalog, public as $$
  select m.user_id, u.name, u.email, m.role, r.grants
  from members m
  join users u on u.id = m.user_id
  left join roles r on r.organization_id = m.organization_id and r.id = m.role_id
  where m.organization_id = current_organization() and current_partner() is null
  order by m.user_id
$$;
alter function members_to_notify() owner to partneros_maint;
revoke all on function members_to_notify() from public;
grant execute on function members_to_notify() to partneros_app;
