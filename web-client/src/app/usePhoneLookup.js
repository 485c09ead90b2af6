// SPDX-License-Identifier: AGPL-3.0-or-later
// "Whose number is this" for the palette: asked on demand, because every look-up
// is logged and counted; the answer holds for the number that was asked.
import { useCallback, useState } from 'react';
import { post } from '../api/client.js';
import { useMeta } from '../api/queries.js';
import { may } from '../meta/model.js';
import { useFeedback } from './feedback.jsx';
import { isPhoneNumber } from './phoneNumber.js';

/** @param {string} q @returns {{offered: boolean, rows: {resource: string, id: string, name: string|null}[]|null, ask: () => Promise<void>}} */
export function usePhoneLookup(q) {
  const meta = useMeta();
  const { fail } = useFeedback();
  const [answer, setAnswer] = useState({ q: '', rows: /** @type {any[]} */ ([]) });
  const ask = useCallback(async () => {
    try {
      const { body } = await post('/phone-lookup', { number: q });
      setAnswer({ q, rows: body.data });
    } catch (error) {
      fail(error);
    }
  }, [q, fail]);
  const known = answer.q !== '' && answer.q === q;
  const offered = !known && isPhoneNumber(q) && meta.resources.some((resource) => may(resource, 'lookup'));
  return { offered, rows: known ? answer.rows : null, ask };
}
