/**
 * A list whose links live in its members, so that joining, leaving and asking for either end allocate nothing and
 * cost the same at any length. What waits, what is idle and what has a time limit leave from the middle all the time.
 */
export class Link<T> {
  readonly owner: T;
  list: LinkedList<T> | undefined;
  previous: Link<T> | undefined;
  next: Link<T> | undefined;

  constructor(owner: T) {
    this.owner = owner;
    this.list = undefined;
    this.previous = undefined;
    this.next = undefined;
  }

  /** Takes the member out of whatever list it is in. */
  leave(): void {
    const { list, previous, next } = this;
    if (list === undefined) return;
    if (previous === undefined) list.head = next;
    else previous.next = next;
    if (next === undefined) list.tail = previous;
    else next.previous = previous;
    list.length--;
    this.list = undefined;
    this.previous = undefined;
    this.next = undefined;
  }
}

export class LinkedList<T> {
  length = 0;
  head: Link<T> | undefined = undefined;
  tail: Link<T> | undefined = undefined;

  get first(): T | undefined {
    return this.head?.owner;
  }

  get last(): T | undefined {
    return this.tail?.owner;
  }

  append(link: Link<T>): void {
    link.list = this;
    link.previous = this.tail;
    if (this.tail === undefined) this.head = link;
    else this.tail.next = link;
    this.tail = link;
    this.length++;
  }
}
