// SPDX-License-Identifier: AGPL-3.0-or-later
// 线索池: the list of what lies in pools, of leads alone.
import { Navigate } from 'react-router-dom';
import { useMeta } from '../../api/queries.js';
import { listUrl } from '../../list/url.js';

export default function PoolPage() {
  return <Navigate replace to={listUrl(useMeta().byName.pool_record, { resource: 'lead' })} />;
}
