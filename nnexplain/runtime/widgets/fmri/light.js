// How far a thought has come before the reader's eyes: its layers light one after the other, where motion is
// welcome.

/** How long a layer takes to light, in milliseconds. */
const SLOW = 1500;
/** A page that was away does not make up for it. */
const LONGEST = 100;

export class Light {
  #shown = NaN;
  #goal = NaN;
  /** Whether nothing moves: a file never does. @type {() => boolean} */ calm = () => true;

  /**
   * How many layers are lit where `done` are to be; a share of one while it is being computed.
   * @param {number} done
   */
  at(done) {
    const onward = done === this.#goal ? this.#shown < done : done === this.#goal + 1;
    this.#goal = done;
    // Only a step onward is computed before the reader's eyes; anything else is a jump.
    if (!onward || this.calm()) this.#shown = done;
    return this.#shown;
  }

  get moving() {
    return this.#shown < this.#goal;
  }

  /** @param {number} time  that has passed, in milliseconds */
  go(time) {
    const way = (Math.min(LONGEST, Math.max(0, time)) / SLOW) * Math.max(1, this.#goal - this.#shown);
    this.#shown = Math.min(this.#goal, this.#shown + way);
  }

  /**
   * Lets time pass until `signal` aborts. What it gives is to be called with every drawing.
   * @param {() => void} changed  asks for the next one
   * @param {AbortSignal} signal
   */
  live(changed, signal) {
    this.calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
    let frame = 0;
    /** @type {number | null} */ let last = null;
    signal.addEventListener("abort", () => cancelAnimationFrame(frame), { once: true });
    const tick = (/** @type {number} */ now) => {
      frame = 0;
      this.go(now - (last ?? now));
      last = now;
      changed();
    };
    return () => {
      if (!this.moving) last = null;
      else frame ||= requestAnimationFrame(tick);
    };
  }
}
