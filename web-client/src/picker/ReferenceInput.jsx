// SPDX-License-Identifier: AGPL-3.0-or-later
// Picks a record of another resource: searches by name, code, phone and 拼音 on the
// server, shows name, code and a hint, and creates the missing one in place.
import { Button, Select } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useLookup, useMeta } from '../api/queries.js';
import { refName, useRefName } from '../api/refs.js';
import { may, targetOf } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { useForms } from '../form/FormHost.jsx';
import { useLater } from '../app/useLater.js';
import { hintOf } from './hint.js';

/** One line of the list. */
function Option({ resource, row }) {
  const text = useText();
  const nameOf = useRefName();
  const hint = hintOf(resource, row, text, nameOf);
  return (
    <div className="gx-option">
      <span className="gx-option-name">{refName(resource.name, row)}</span>
      {row.code && resource.name_field !== 'code' ? <span className="gx-option-code">{row.code}</span> : null}
      {hint ? <span className="gx-option-hint">{hint}</span> : null}
    </div>
  );
}

/** Options found, plus those chosen already so that their names show. */
function useOptions(resource, value, q, open, filter) {
  const found = useLookup(resource, q, { enabled: open, filter });
  const nameOf = useRefName();
  const rows = found.data ?? [];
  const chosen = [].concat(value ?? []).filter((id) => id && !rows.some((row) => row.id === id));
  const options = rows.map((row) => ({ value: row.id, label: refName(resource?.name, row), row }));
  for (const id of chosen) options.unshift({ value: id, label: nameOf(resource?.name, id) || '…', row: null });
  return { options, loading: found.isFetching, stale: found.isPlaceholderData };
}

/** @param {{field?: any, to?: string, value?: any, onChange?: (value: any, row?: any) => void, multiple?: boolean,
 *   filter?: any, create?: boolean, defaults?: any, id?: string, [key: string]: any}} props */
export function ReferenceInput(props) {
  const { field, to, value, onChange, multiple, filter, create = true, defaults, record, ...other } = props;
  const { t } = useTranslation();
  const resource = useMeta().byName[to ?? (field ? targetOf(field, record) : '')];
  const forms = useForms();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const q = useLater(typed, 180);
  const { options, loading, stale } = useOptions(resource, value, q, open, filter);
  // What answers an older word gives way in a moment: no click may land on it.
  const popup = stale || typed !== q ? 'gx-picker gx-stale' : 'gx-picker';
  useEffect(() => { if (!open) setTyped(''); }, [open]);
  const canCreate = create && may(resource, 'create');

  const createHere = async () => {
    setOpen(false);
    const initial = { ...defaults, ...(typed ? { [resource.name_field]: typed } : {}) };
    const made = await forms.open({ resource: resource.name, defaults: initial });
    if (made) onChange?.(multiple ? [...(value ?? []), made.id] : made.id, made);
  };
  const choose = (next, option) => {
    setTyped('');
    onChange?.(next ?? null, option?.row);
  };
  const footer = (menu) => (
    <>
      {menu}
      {canCreate ? (
        <Button type="text" block icon={<PlusOutlined />} className="gx-option-new" onMouseDown={(event) => event.preventDefault()} onClick={createHere}>
          {typed ? t('picker.createNamed', { name: typed }) : t('picker.create')}
        </Button>
      ) : null}
    </>
  );
  return (
    <Select {...other} className="gx-fill" mode={multiple ? 'multiple' : undefined} allowClear disabled={other.disabled || !resource}
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }} value={value ?? (multiple ? [] : undefined)} options={options} loading={loading}
      open={open} onOpenChange={setOpen} placeholder={other.placeholder ?? t('picker.hint')} popupMatchSelectWidth={false} classNames={{ popup: { root: popup } }}
      notFoundContent={loading ? t('loading') : t('picker.none')} popupRender={footer}
      optionRender={(option) => (option.data.row ? <Option resource={resource} row={option.data.row} /> : option.label)}
      onChange={choose} />
  );
}

/** Several of them. @param {any} props */
export const ReferencesInput = (props) => <ReferenceInput {...props} multiple />;
