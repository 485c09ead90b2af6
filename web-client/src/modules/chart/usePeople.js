// SPDX-License-Identifier: AGPL-3.0-or-later
// The people of a chart, by ordinary lists. One page is what a chart can show; more says that there are others.
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { useMeta, useShortList } from '../../api/queries.js';
import { peopleOf } from './people.js';

const LIMIT = 200;
const SHOWN = ['id', 'version', 'name', 'job_title', 'division', 'influence', 'has_left', 'reports_to_id'];

const readable = (resource, names) => names.filter((name) => resource?.field[name]).join(',');
const isOf = (field, id) => ({ field, op: 'in', value: [id] });

/** Posts that last. @param {string} account */
const postsAt = (account) => ({ and: [isOf('account_id', account), { or: [{ field: 'ends_on', op: 'null', value: true }, { field: 'ends_on', op: 'gte', value: dayjs().format('YYYY-MM-DD') }] }] });

/** @param {any} filter */
function useContacts(filter) {
  const { contact } = useMeta().byName;
  return useShortList(contact.path, { filter, limit: LIMIT, sort: contact.name_field, fields: readable(contact, SHOWN) });
}

/** @param {string} account @returns {{people: import('./people.js').Person[], isPending: boolean, error: Error|null, more: boolean}} */
export function useAccountPeople(account) {
  const { employment } = useMeta().byName;
  const knows = Boolean(employment?.field.contact_id && employment.field.account_id && employment.field.ends_on);
  const own = isOf('account_id', account);
  const contacts = useContacts(knows ? { or: [own, { has: 'employment.contact_id', where: postsAt(account) }] } : { and: [own] });
  const posts = useShortList(employment?.path ?? '', { filter: postsAt(account), limit: LIMIT, fields: readable(employment, ['id', 'version', 'contact_id', 'job_title', 'division', 'reports_to_id']) }, { enabled: knows });
  const people = useMemo(() => peopleOf(contacts.rows, posts.rows), [contacts.data, posts.data]);
  return { people, isPending: contacts.isPending || (knows && posts.isPending), error: contacts.error ?? posts.error, more: contacts.more || posts.more };
}

/** @param {string} deal @returns {{people: import('./people.js').Person[], roles: any[], isPending: boolean, error: Error|null, more: boolean}} */
export function useDealPeople(deal) {
  const { deal_role: role } = useMeta().byName;
  const contacts = useContacts({ and: [{ has: 'deal_role.contact_id', where: isOf('opportunity_id', deal) }] });
  const roles = useShortList(role.path, { opportunity_id: deal, limit: LIMIT, sort: 'created_at', fields: readable(role, ['id', 'version', 'contact_id', 'part', 'attitude', 'note']) });
  const people = useMemo(() => peopleOf(contacts.rows, []), [contacts.data]);
  return { people, roles: roles.rows, isPending: contacts.isPending || roles.isPending, error: contacts.error ?? roles.error, more: contacts.more || roles.more };
}
