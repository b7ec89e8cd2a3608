/** Words for what the API says in codes. */
export const TYPES = [
  { value: 'DYNAMICS_365_FINANCE', text: 'Dynamics 365 Finance' },
  { value: 'DYNAMICS_365_SUPPLY_CHAIN_MANAGEMENT', text: 'Dynamics 365 Supply Chain Management' },
  { value: 'DATAVERSE', text: 'Dataverse' },
  { value: 'OTHER', text: 'Another application' },
];

export const typeText = (type) => TYPES.find(({ value }) => value === type)?.text ?? type;
