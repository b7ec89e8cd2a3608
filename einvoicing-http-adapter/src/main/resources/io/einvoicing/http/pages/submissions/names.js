import { get } from '../ui/api.js';
import { Remote } from '../ui/remote.js';

/** What environments and features are called. */
export class Names {
  #read;

  constructor(changed) {
    this.#read = new Remote(() => get('submission-names'), changed);
  }

  load() {
    this.#read.load();
  }

  get environments() {
    return this.#read.value?.environments ?? [];
  }

  get features() {
    return this.#read.value?.features ?? [];
  }

  environment(id) {
    return this.#name(this.environments, id);
  }

  feature(id) {
    return this.#name(this.features, id);
  }

  /** What was deleted, or is not known yet, is told by the beginning of its id. */
  #name(list, id) {
    return list.find((each) => each.id === id)?.name ?? `${id.slice(0, 8)}…`;
  }
}
