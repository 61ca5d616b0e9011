import { grantsOfBuiltIn, permission, type Role } from '@partneros/contract/permissions';
import { describe, expect, it } from 'vitest';
import {
  grantedTwice,
  grantsBeyond,
  type HeldRole,
  mayHandOut,
  permissionsOf,
  reachesOf,
  reachOf,
} from './policy.ts';

const builtIn = (role: Exclude<Role, 'custom'>): HeldRole => ({ role, grants: null });
const custom = (...grants: string[]): HeldRole => ({ role: 'custom', grants });

describe('a role of the organization’s own', () => {
  it('holds what it grants, as far as it grants it', () => {
    const held = custom('mapping.read', 'partner.write:team', 'deal.read:own');
    expect(reachOf(held, 'mapping.read')).toBe('all');
    expect(reachOf(held, 'partner.write')).toBe('team');
    expect(reachOf(held, 'deal.read')).toBe('own');
    expect(reachOf(held, 'mapping.write')).toBeNull();
    expect(permissionsOf(held).sort()).toEqual(['deal.read', 'mapping.read', 'partner.write']);
    expect(reachesOf(held)).toEqual({ 'partner.write': 'team', 'deal.read': 'own' });
  });

  it('holds nothing by a name that merely begins alike, lacks its reach or is unknown', () => {
    for (const grant of [
      'partner.write',
      'partner.write:',
      'partner.writer:all',
      'partner:all',
      '*',
    ]) {
      expect(permissionsOf(custom(grant)), grant).toEqual([]);
    }
    expect(permissionsOf({ role: 'custom', grants: null })).toEqual([]);
  });

  it('takes the widest of several reaches', () => {
    expect(reachOf(custom('deal.read:all', 'deal.read:own'), 'deal.read')).toBe('all');
    expect(grantedTwice(['deal.read:all', 'deal.read:own', 'deal.write:own'])).toEqual([
      'deal.read',
    ]);
  });
});

describe('granting', () => {
  it('goes as far as one’s own reach and no further', () => {
    const held = custom('partner.read:team', 'mapping.read');
    const asked = ['partner.read:own', 'partner.read:team', 'partner.read:all', 'mapping.read'];
    expect(grantsBeyond(held, [...asked, 'mapping.write'])).toEqual([
      'partner.read:all',
      'mapping.write',
    ]);
  });

  it('of a name that nobody knows is beyond everybody', () => {
    expect(grantsBeyond(builtIn('owner'), ['everything', 'partner.read:world'])).toEqual([
      'everything',
      'partner.read:world',
    ]);
  });
});

describe('handing a role out', () => {
  it('is for who holds all of it, and Owner for Owners alone', () => {
    const order = ['owner', 'admin', 'member', 'viewer'] as const;
    for (const [place, actor] of order.entries()) {
      for (const [other, target] of order.entries()) {
        expect(mayHandOut(builtIn(actor), builtIn(target)), `${actor} → ${target}`).toBe(
          place <= other,
        );
      }
    }
  });

  it('of Owner is not for a role that merely grants all an Owner may', () => {
    const everything = custom(...grantsOfBuiltIn('owner'));
    expect(permissionsOf(everything)).toEqual(permission.options);
    expect(mayHandOut(everything, builtIn('owner'))).toBe(false);
    expect(mayHandOut(everything, builtIn('admin'))).toBe(true);
  });
});
