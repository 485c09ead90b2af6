// SPDX-License-Identifier: AGPL-3.0-or-later
// What an editor began with. The record behind it may come anew while somebody types; his save names the version that he
// saw, so that a change in between is a conflict and is not written over.
import { useState } from 'react';

/** @template T @param {T} value @returns {T} */
export function useAsOpened(value) {
  const [opened] = useState(value);
  return opened;
}
