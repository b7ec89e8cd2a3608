import { get, getAll, path, post } from '../ui/api.js';
import { choiceField, textField } from '../ui/fields.js';
import { fault } from '../ui/form.js';
import { freeName } from './editor/draft.js';

/**
 * Asks for a setup of any feature and copies it into a draft, which must be saved.
 *
 * @param draft {path, revision, setups} of the draft
 * @param copied is told the version with the copy
 */
export async function copySetup(page, draft, copied) {
  const features = await getAll('features');
  const versionOf = (values) => Number(values.version ?? features.find(({ id }) => id === values.feature)?.latestVersion);
  let setups = { of: '', names: [] };
  const read = async (form) => {
    const wanted = `${form.values.feature} ${versionOf(form.values)}`;
    if (!form.values.feature || setups.of === wanted) {
      return;
    }
    setups = { of: wanted, names: [] };
    const version = await get(path('features', form.values.feature, 'versions', String(versionOf(form.values)))).catch(() => null);
    if (setups.of === wanted) {
      setups.names = version?.content.setups.map(({ name }) => name) ?? [];
      form.set('setup', setups.names[0]);
      form.set('name', setups.names[0] ? freeName(setups.names[0], draft.setups) : '');
    }
  };
  page.ask({
    title: 'Copy a setup',
    text: 'From any feature, with its rule, variables and actions. Format configurations that its actions name are not copied.',
    values: { feature: page.view.feature },
    fields: (form) => {
      read(form);
      const latest = features.find(({ id }) => id === form.values.feature)?.latestVersion ?? 0;
      const versions = Array.from({ length: latest }, (_, index) => String(index + 1)).toReversed();
      return [
        choiceField(form, 'feature', { label: 'Feature', required: true, choices: features.map(({ id, name }) => ({ value: id, text: name })) }),
        latest > 1 ? choiceField(form, 'version', { label: 'Version', none: `The latest: ${latest}`, choices: versions.map((value) => ({ value, text: `Version ${value}` })) }) : '',
        choiceField(form, 'setup', { label: 'Setup', required: true, choices: setups.names.map((name) => ({ value: name, text: name })) }),
        textField(form, 'name', { label: 'Name of the copy', required: true, maxlength: 128 }),
      ];
    },
    action: 'Copy',
    check: ({ setup }) => (setup ? [] : [fault('setup', 'no setup is chosen', 'choose a version that has one')]),
    run: async (values) => {
      const from = { setup: values.setup, feature: values.feature, version: versionOf(values) };
      copied(await post(`${draft.path}/setups`, { name: values.name.trim(), from }, draft.revision));
    },
  });
}
