// SPDX-License-Identifier: AGPL-3.0-or-later
// The door to settings: what can be arranged, in groups, with a line on what each
// is for. Entries lead to generic lists or to special pages.
import { Card, Col, Row } from 'antd';
import { Link } from 'react-router-dom';
import { useMeta } from '../../api/queries.js';
import { Icon } from '../../app/icons.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import '../modules.css';
import './settings.css';

const GROUPS = [
  { key: 'people', entries: [
    { resource: 'user' }, { resource: 'department' }, { resource: 'office' }, { resource: 'role' },
    { to: 'settings/roles', key: 'matrix', icon: 'safety', operation: 'role_rights_read' },
    { to: 'settings/matrix', key: 'cells', icon: 'table', needs: 'matrix_rule' }, { resource: 'matrix_rule' }, { resource: 'territory' }, { resource: 'absence' },
    { to: 'settings/api-keys', key: 'apiKeys', icon: 'thunderbolt', operation: 'api_key_create' },
    { to: 'settings/providers', key: 'providers', icon: 'cluster', operation: 'provider_test' },
    { to: 'settings/audit', key: 'audit', icon: 'audit', operation: 'audit_list' },
  ] },
  { key: 'selling', entries: [{ resource: 'pipeline' }, { resource: 'stage' }, { resource: 'product_category' }, { resource: 'price_book' }, { resource: 'tag' }, { to: 'settings/classes', key: 'classes', icon: 'pie-chart', needs: 'dimension' }] },
  { key: 'data', entries: [{ to: 'settings/fields', key: 'fields', icon: 'form', needs: 'custom_field' }, { resource: 'import' }, { resource: 'export' }, { resource: 'job' }, { to: 'recycle-bin', key: 'bin', icon: 'delete' }, { resource: 'reminder' }, { resource: 'saved_view' }] },
];

function usable(meta, entry) {
  if (entry.needs) return Boolean(meta.byName[entry.needs]?.operations.includes('update'));
  if (entry.resource) return Boolean(meta.byName[entry.resource]);
  return !entry.operation || meta.operations.includes(entry.operation);
}

function Entry({ entry }) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('settings');
  const resource = meta.byName[entry.resource];
  const title = resource ? text(resource.titles ?? resource.title) : t('entry.' + entry.key);
  const note = t('note.' + (entry.resource ?? entry.key), { defaultValue: '' });
  return (
    <Link to={'/' + (resource?.path ?? entry.to)} className="gxm-tile">
      <span className="gxm-tile-icon"><Icon name={resource?.icon ?? entry.icon} /></span>
      <span><strong>{title}</strong><span className="gxm-tile-note">{note}</span></span>
    </Link>
  );
}

export default function SettingsPage() {
  const meta = useMeta();
  const { t } = useTranslation('settings');
  const groups = GROUPS.map((group) => ({ ...group, entries: group.entries.filter((entry) => usable(meta, entry)) })).filter((group) => group.entries.length);
  return (
    <div className="gx-page">
      <div className="gxm-bar"><h1 className="gx-title">{t('title')}</h1></div>
      {groups.map((group) => (
        <Card key={group.key} size="small" title={t('group.' + group.key)} className="gxm-block">
          <Row gutter={[12, 12]}>
            {group.entries.map((entry) => <Col key={entry.resource ?? entry.key} xs={24} sm={12} lg={8}><Entry entry={entry} /></Col>)}
          </Row>
        </Card>
      ))}
    </div>
  );
}
