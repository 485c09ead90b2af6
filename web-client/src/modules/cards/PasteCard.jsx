// SPDX-License-Identifier: AGPL-3.0-or-later
// Paste a card, see what was read and what was only guessed, then go on in the
// ordinary form. Nothing leaves the browser before that form is saved.
import { Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { get } from '../../api/client.js';
import { useMeta } from '../../api/queries.js';
import { useForms } from '../../form/FormHost.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { readCard } from './read.js';
import '../modules.css';

/** The customer of that very name, when there is exactly one that this person sees. */
async function accountOf(meta, company) {
  if (!company || !meta.byName.account?.field.name) return undefined;
  const { body } = await get('/accounts', { query: { name: company, limit: 2, fields: 'id' } }).catch(() => ({ body: { data: [] } }));
  return body.data.length === 1 ? body.data[0].id : undefined;
}

/** What the form takes: fields that this person may write; the rest of the card goes into the description. */
function defaultsOf(contact, fields) {
  const writable = (name) => contact.field[name]?.writable;
  const known = Object.entries(fields).filter(([name]) => name !== 'company' && writable(name));
  const rest = Object.entries(fields).filter(([name]) => !writable(name)).map(([, value]) => value);
  return { ...Object.fromEntries(known), ...(rest.length && writable('description') ? { description: rest.join('\n') } : {}) };
}

export default function PasteCard({ onClose }) {
  const meta = useMeta();
  const forms = useForms();
  const text = useText();
  const { t } = useTranslation('cards');
  const [pasted, setPasted] = useState('');
  const { fields, guessed } = useMemo(() => readCard(pasted), [pasted]);
  const contact = meta.byName.contact;
  const label = (name) => (contact.field[name] ? text(contact.field[name].label) : t('field.' + name));
  const go = async () => {
    const account = await accountOf(meta, fields.company);
    onClose();
    forms.open({ resource: 'contact', defaults: { ...defaultsOf(contact, fields), ...(account ? { account_id: account } : {}) } });
  };
  return (
    <Modal open title={t('title')} okText={t('go')} okButtonProps={{ disabled: !Object.keys(fields).length }} onOk={go} onCancel={onClose} destroyOnHidden>
      <Input.TextArea autoFocus rows={6} maxLength={5000} value={pasted} onChange={(event) => setPasted(event.target.value)} placeholder={t('hint')} aria-label={t('hint')} />
      <dl className="gx-values" aria-live="polite">
        {Object.entries(fields).map(([name, value]) => (
          <div key={name} className="gx-value"><dt>{label(name)} {guessed.includes(name) ? <span className="gx-tone gx-tone-warn">{t('guessed')}</span> : null}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    </Modal>
  );
}
