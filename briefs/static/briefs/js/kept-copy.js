// A copy of what is typed, in this browser: for a tab that is closed before the server has it.

const STORE = "copies";

/** The copy of one draft as one editor typed it; every step may fail, and then there is none. */
export class KeptCopy {
  constructor(key) {
    this.key = key;
    this.base = open();
  }

  /** {revision, at, fields} or undefined. */
  read() {
    return this.#do("readonly", (store) => store.get(this.key));
  }

  write(copy) {
    return this.#do("readwrite", (store) => store.put(copy, this.key));
  }

  remove() {
    return this.#do("readwrite", (store) => store.delete(this.key));
  }

  async #do(mode, ask) {
    const base = await this.base;
    return new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("living-analysis", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
