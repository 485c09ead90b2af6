// SPDX-License-Identifier: AGPL-3.0-or-later
// Fields that this company adds to its resources.
import { may } from '../../meta/model.js';

const mayDefine = (meta) => may(meta.byName.custom_field, 'create') || may(meta.byName.custom_field, 'update');
const load = () => import('./FieldsPage.jsx');

export default {
  pages: [{ path: 'settings/fields', load, need: mayDefine }, { path: 'settings/fields/:name', load, need: mayDefine }],
};
