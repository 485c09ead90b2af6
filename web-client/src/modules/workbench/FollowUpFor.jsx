// SPDX-License-Identifier: AGPL-3.0-or-later
// The follow-up window for a record of which only resource and id are known.
import { Suspense, lazy } from 'react';
import { useRecord, useMeta } from '../../api/queries.js';

const FollowUpWindow = lazy(() => import('../followup/FollowUpWindow.jsx'));

/** @param {{resource: string, id: string, onClose: () => void}} props */
export function FollowUpFor({ resource, id, onClose }) {
  const definition = useMeta().byName[resource];
  return definition ? <Loaded definition={definition} id={id} onClose={onClose} /> : null;
}

function Loaded({ definition, id, onClose }) {
  const { record } = useRecord(definition, id);
  if (!record) return null;
  return <Suspense fallback={null}><FollowUpWindow resource={definition} record={record} onClose={onClose} /></Suspense>;
}
