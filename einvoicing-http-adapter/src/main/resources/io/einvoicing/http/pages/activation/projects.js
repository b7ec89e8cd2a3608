import { html, nothing } from '../ui/libraries.js';
import { badge, okBadge } from '../ui/parts.js';

/** The tier of a deployment project from which on the service can be enabled. */
export const LOWEST_TIER = 2;

/** Deployment projects and whether the service is enabled for them; `commands` gives what can be done with one. */
export function projectTable(activations, commands = undefined) {
  return html`<table class="cards">
    <caption class="visually-hidden">Deployment projects</caption>
    <thead>
      <tr>
        <th scope="col">Deployment project</th>
        <th scope="col">Service</th>
        <th scope="col">Tier</th>
        <th scope="col">ERP instance</th>
        <th scope="col">Application id</th>
        ${commands ? html`<th scope="col"><span class="visually-hidden">What to do</span></th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${activations.map((activation) => {
        const { project, enabled } = activation;
        return html`<tr>
          <th scope="row">${project.name}</th>
          <td data-label="Service"><span>${enabled ? okBadge('enabled') : badge('disabled')}</span></td>
          <td data-label="Tier">${project.tier}</td>
          <td data-label="ERP instance"><span class="address">${project.applicationUrl}</span></td>
          <td data-label="Application id"><code class="address">${project.applicationId}</code></td>
          ${commands ? html`<td class="row-actions">${commands(activation)}</td>` : nothing}
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** Writes a geography as the endpoint directory names it. */
export const geographyName = (directory, id) => directory?.items.find(({ geography }) => geography === id)?.name ?? id;
