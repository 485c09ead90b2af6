// SPDX-License-Identifier: AGPL-3.0-or-later
// Making one record of two, from the page of either.
import { may } from '../../meta/model.js';

export default {
  recordActions: [{
    key: 'merge', label: 'merge:open', icon: 'swap', load: () => import('./MergeWindow.jsx'),
    need: (meta, resource) => Boolean(resource.match?.length) && may(resource, 'update') && may(resource, 'delete'),
  }],
};
