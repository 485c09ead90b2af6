// SPDX-License-Identifier: AGPL-3.0-or-later
// Changing one value without leaving the list: a pencil that shows on hover and
// focus, a small window with the field's own input, Enter or Ctrl-Enter saves.
import { Button, Popover, Space } from 'antd';
import { EditOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { invalidatePath, useSave } from '../api/saves.js';
import { fieldErrors, isProblem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { useAsOpened } from '../app/useAsOpened.js';
import { fieldSentence } from '../form/rules.js';
import { typeOf } from '../fields/index.js';
import { may } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';

/** @param {any} resource @param {any} field */
export const canEditCell = (resource, field) => Boolean(field.writable) && !field.readonly && !field.write_once && !field.system && field.type !== 'json' && may(resource, 'update');

function Editor({ resource, row: now, field, onClose }) {
  const row = useAsOpened(now);
  const { t } = useTranslation();
  const text = useText();
  const queryClient = useQueryClient();
  const save = useSave(resource);
  const { done, fail } = useFeedback();
  const [value, setValue] = useState(row[field.name] ?? null);
  const [wrong, setWrong] = useState('');
  const { Input } = typeOf(field);
  const keep = async () => {
    try {
      const { changeSet } = await save.mutateAsync({ id: row.id, version: row.version, changes: { [field.name]: value } });
      onClose();
      done(t('form.saved', { title: text(field.label) }), changeSet);
    } catch (error) {
      const own = fieldErrors(error)[field.name];
      if (own) setWrong(fieldSentence(own, t));
      else fail(error);
      if (isProblem(error, 'version_conflict')) invalidatePath(queryClient, resource.path);
    }
  };
  const onKeyDown = (event) => {
    const plain = !['long_text'].includes(field.type) && event.target.tagName === 'INPUT' && !event.target.getAttribute('role');
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && (event.ctrlKey || event.metaKey || plain)) keep();
  };
  return (
    <div className="gx-cell-editor" onKeyDown={onKeyDown}>
      <Input field={field} value={value} record={row} onChange={setValue} autoFocus aria-label={text(field.label)} status={wrong ? 'error' : ''} />
      {wrong ? <div className="gx-wrong" role="alert">{wrong}</div> : null}
      <Space><Button type="primary" size="small" loading={save.isPending} onClick={keep}>{t('save')}</Button><Button size="small" onClick={onClose}>{t('cancel')}</Button></Space>
    </div>
  );
}

/** @param {{resource: any, row: any, field: any}} props */
export function CellEditor({ resource, row, field }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  const pencil = (
    <Button type="text" size="small" tabIndex={-1} className={'gx-cell-pencil' + (open ? ' gx-open' : '')} icon={<EditOutlined />} aria-label={t('edit') + ' ' + text(field.label)}
      onClick={(event) => { event.stopPropagation(); setOpen(true); }} />
  );
  if (!open) return pencil;
  return (
    <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      <Popover open trigger="click" onOpenChange={setOpen} destroyOnHidden title={text(field.label)} content={<Editor resource={resource} row={row} field={field} onClose={() => setOpen(false)} />}>{pencil}</Popover>
    </span>
  );
}
