// SPDX-License-Identifier: AGPL-3.0-or-later
// Making one record of several: from the page of one, or from the list of suspected ones.
import { may } from '../../meta/model.js';

const mayMerge = (meta, resource) => Boolean(resource.match?.length) && may(resource, 'update') && may(resource, 'delete');

export default {
  pages: [{ path: 'duplicates', load: () => import('./PairsPage.jsx'), menu: { key: 'merge:pairs', module: 'data', icon: 'copy', order: 2 }, need: (meta) => may(meta.byName.duplicate_group, 'update') }],
  recordActions: [{ key: 'merge', label: 'merge:open', icon: 'swap', load: () => import('./MergeWindow.jsx'), need: mayMerge }],
};
