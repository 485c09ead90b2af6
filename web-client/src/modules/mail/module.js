// SPDX-License-Identifier: AGPL-3.0-or-later
// 写邮件, on every record that has an e-mail address or refers to one that has.
import { addressFields } from './addresses.js';

const mayWrite = (meta, resource) => Boolean(meta.byName.mail_message?.operations.includes('create'))
  && Boolean(resource?.layout?.timeline) && addressFields(meta, resource).length > 0;

export default {
  recordActions: [{ key: 'mail', label: 'mail:open', icon: 'mail', need: mayWrite, load: () => import('./MailDrawer.jsx') }],
};
