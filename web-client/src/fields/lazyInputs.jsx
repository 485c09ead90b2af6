// SPDX-License-Identifier: AGPL-3.0-or-later
// The inputs, fetched when the first one is shown: most pages are read far more
// often than written, and the widgets of dates, numbers and pickers are heavy.
import { Suspense, lazy } from 'react';

/** @param {() => Promise<any>} load @param {string} name an export of the module */
function later(load, name) {
  const Loaded = lazy(() => load().then((module) => ({ default: module[name] })));
  return function Input(props) {
    return <Suspense fallback={<span className="gx-input-wait" />}><Loaded {...props} /></Suspense>;
  };
}

const plain = (name) => later(() => import('./inputs.jsx'), name);
const picker = (name) => later(() => import('../picker/ReferenceInput.jsx'), name);
const region = (name) => later(() => import('./regionInputs.jsx'), name);
const report = (name) => later(() => import('./reportInputs.jsx'), name);
const format = (name) => later(() => import('./formatInputs.jsx'), name);

export const inputs = {
  TextInput: plain('TextInput'), LongTextInput: plain('LongTextInput'), IntegerInput: plain('IntegerInput'), DecimalInput: plain('DecimalInput'),
  PercentInput: plain('PercentInput'), MoneyInput: plain('MoneyInput'), BooleanInput: plain('BooleanInput'), BooleanFilter: plain('BooleanFilter'),
  DateInput: plain('DateInput'), DateTimeInput: plain('DateTimeInput'), ChoiceInput: plain('ChoiceInput'), MultiChoiceInput: plain('MultiChoiceInput'),
  TagsInput: plain('TagsInput'), JsonInput: plain('JsonInput'), ReferenceInput: picker('ReferenceInput'), ReferencesInput: picker('ReferencesInput'),
  ResourceInput: format('ResourceInput'), DateFieldInput: format('DateFieldInput'), ConditionInput: format('ConditionInput'),
  NetworkInput: format('NetworkInput'), TimeInput: format('TimeInput'), MatrixInput: format('MatrixInput'),
  GroupsInput: report('GroupsInput'), MeasuresInput: report('MeasuresInput'), GroupSortInput: report('GroupSortInput'),
  CreditCodeInput: format('CreditCodeInput'), RegionInput: region('RegionInput'), RegionsInput: region('RegionsInput'),
};
