// SPDX-License-Identifier: AGPL-3.0-or-later
// What the window of a conversion begins with, and what it sends. Pure functions.

export const PARTS = ['account', 'contact', 'opportunity'];

/** A person without a company becomes a contact, a company without a person a customer; a deal is made on purpose. */
export function beginning(record) {
  const who = record.company || record.name || '';
  return {
    account: { how: record.company || !record.name ? 'new' : 'none', name: record.company ?? '' },
    contact: { how: record.name ? 'new' : 'none', name: record.name ?? '' },
    opportunity: { how: 'none', name: who, amount: record.budget ?? null, stage_id: null, expected_close_on: null },
  };
}

const partOf = (part) => {
  if (!part || part.how === 'none') return null;
  if (part.how === 'old') return { id: part.id };
  const { how, id, expected_close_on: day, ...rest } = part;
  const values = { ...rest, ...(day ? { expected_close_on: day.format('YYYY-MM-DD') } : {}) };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''));
};

/** @param {Record<string, any>} values of the form */
export const bodyOf = (values) => Object.fromEntries(PARTS.map((name) => [name, partOf(values[name])]));
