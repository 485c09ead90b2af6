// SPDX-License-Identifier: AGPL-3.0-or-later
// The cards of a chosen file: what was read, what is there already, which are wanted, and what became of each.
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../../api/client.js';
import { fieldErrors } from '../../api/problem.js';
import { useMeta } from '../../api/queries.js';
import { invalidatePath } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { bodyOf, lookUp, twiceIn } from './known.js';
import { decoded, readCards } from './read.js';

/** @typedef {{key: string, draft: import('./read.js').Draft, known: any, account: string|null, twice: boolean, wanted: boolean, made?: any, problem?: string}} Card */

const SIZE = 10 * 1024 * 1024;

async function cardsIn(meta, file) {
  const { drafts, more } = readCards(decoded(await file.arrayBuffer()));
  const found = await lookUp(meta, drafts);
  const twice = twiceIn(drafts);
  const cards = drafts.map((draft, at) => ({
    key: crypto.randomUUID(), draft, ...found[at], twice: twice.has(at), wanted: Boolean(draft.fields.name) && !found[at].known && !twice.has(at),
  }));
  return { cards, more };
}

export function useCards() {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('vcard');
  const { done, fail, sentence } = useFeedback();
  const queryClient = useQueryClient();
  const [cards, setCards] = useState(/** @type {Card[]|null} */ (null));
  const [more, setMore] = useState(0);
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState('');
  const { contact } = meta.byName;
  const change = (key, part) => setCards((old) => old?.map((card) => (card.key === key ? { ...card, ...part } : card)) ?? null);
  const open = async (file) => {
    if (file.size > SIZE) return void setProblem(t('tooLarge'));
    setProblem('');
    setBusy('reading');
    try {
      const read = await cardsIn(meta, file);
      setCards(read.cards);
      setMore(read.more);
    } catch (error) {
      fail(error);
    } finally {
      setBusy('');
    }
    return undefined;
  };
  /** One create per card; the key of a card makes a second try of it the same create. */
  const createOne = async (card) => {
    try {
      const { body, changeSet } = await post('/' + contact.path, bodyOf(contact, card.draft, card.account), { key: card.key });
      change(card.key, { made: body.data, wanted: false, problem: undefined });
      return changeSet;
    } catch (error) {
      change(card.key, { problem: [sentence(error), ...Object.keys(fieldErrors(error)).map((name) => text(contact.field[name]?.label))].join(' ') });
      return null;
    }
  };
  const create = async () => {
    setBusy('creating');
    const changeSets = [];
    for (const card of cards ?? []) if (card.wanted && !card.made) changeSets.push(await createOne(card));
    const made = changeSets.filter(Boolean);
    invalidatePath(queryClient, contact.path);
    setBusy('');
    if (made.length) done(t('created', { count: made.length }), /** @type {string[]} */ (made));
  };
  return { cards, more, busy, problem, open, create, change, close: () => setCards(null) };
}
