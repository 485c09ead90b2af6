// SPDX-License-Identifier: AGPL-3.0-or-later
// The search above the lines: days, person, kinds, resource, and one exact value
// (record, request or address).
import { Button, DatePicker, Input, Select, Space } from 'antd';
import { ClearOutlined, ExportOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useMeta } from '../../api/queries.js';
import { download } from '../../api/client.js';
import { useFeedback } from '../../app/feedback.jsx';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { POINTS } from './search.js';
import { useWords } from './words.js';

function Day({ name, label, search }) {
  const given = search.params.get(name);
  return <DatePicker aria-label={label} placeholder={label} value={given ? dayjs(given) : null} onChange={(value) => search.set({ [name]: value?.format('YYYY-MM-DD') })} className="gx-audit-day" />;
}

/** One exact value; which of the three it is, is chosen before it. */
function Point({ search }) {
  const { t } = useWords();
  const active = POINTS.find((name) => search.params.get(name)) ?? POINTS[0];
  const [name, setName] = useState(active);
  const [typed, setTyped] = useState(search.params.get(active) ?? '');
  const apply = (value, of = name) => search.set({ ...Object.fromEntries(POINTS.map((point) => [point, ''])), [of]: value.trim() });
  return (
    <Space.Compact className="gx-audit-point">
      <Select aria-label={t('point.label')} value={name} popupMatchSelectWidth={false} options={POINTS.map((point) => ({ value: point, label: t('point.' + point) }))}
        onChange={(next) => { setName(next); if (typed) apply(typed, next); }} />
      <Input allowClear aria-label={t('point.' + name)} placeholder={t('point.hint')} value={typed}
        onChange={(event) => { setTyped(event.target.value); if (!event.target.value) apply(''); }} onPressEnter={() => apply(typed)} onBlur={() => apply(typed)} />
    </Space.Compact>
  );
}

/** @param {{search: any, kinds: string[]}} props */
export function Filters({ search, kinds }) {
  const meta = useMeta();
  const { t, kind, resource } = useWords();
  const { fail } = useFeedback();
  const [busy, setBusy] = useState(false);
  const chosen = search.params.get('kind')?.split(',') ?? [];
  const exportCsv = async () => {
    setBusy(true);
    try {
      await download('/audit/export', 'audit.csv', { query: search.query });
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  const resources = meta.resources.map((item) => ({ value: item.name, label: resource(item.name) }));
  return (
    <div className="gx-audit-filters" role="search">
      <Day name="from" label={t('from')} search={search} />
      <Day name="to" label={t('to')} search={search} />
      <span className="gx-audit-person"><ReferenceInput to="user" create={false} aria-label={t('person')} placeholder={t('person')} value={search.params.get('person')} onChange={(id) => search.set({ person: id })} /></span>
      <Select className="gx-audit-kind" mode="multiple" allowClear maxTagCount="responsive" aria-label={t('kinds')} placeholder={t('kinds')} value={chosen}
        options={kinds.map((name) => ({ value: name, label: kind(name) }))} showSearch={{ optionFilterProp: 'label' }} onChange={(list) => search.set({ kind: list.join(',') })} />
      <Select className="gx-audit-resource" allowClear aria-label={t('object')} placeholder={t('object')} value={search.params.get('resource')} showSearch={{ optionFilterProp: 'label' }}
        options={resources} onChange={(name) => search.set({ resource: name })} />
      <Point key={POINTS.map((name) => search.params.get(name)).join()} search={search} />
      {search.narrowed ? <Button icon={<ClearOutlined />} onClick={search.clear}>{t('clear')}</Button> : null}
      <Button icon={<ExportOutlined />} loading={busy} onClick={exportCsv}>{t('export')}</Button>
    </div>
  );
}
