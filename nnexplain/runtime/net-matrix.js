// The three products that a dense layer needs. Matrices lie row by row in one array, so a shape is
// known from the length and one side: element (i, j) of an n × m matrix u is u[i * m + j].

/**
 * Float64 numbers in a row. The index type lets us write u[i] * v[i]; TypeScript would otherwise ask
 * at every place whether there is such an element.
 * @typedef {Float64Array & Record<number, any>} Vector
 */

/**
 * u vᵀ: every row of u times every row of v. (n × k) · (m × k)ᵀ → n × m
 * @param {Vector} u  @param {Vector} v  @param {number} k  @returns {Vector}
 */
export function timesTransposed(u, v, k) {
  const [n, m] = [u.length / k, v.length / k];
  /** @type {Vector} */ const product = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += u[i * k + l] * v[j * k + l];
      product[i * m + j] = sum;
    }
  }
  return product;
}

/**
 * u v: the rows of v, mixed as each row of u says. (n × m) · (m × k) → n × k
 * @param {Vector} u  @param {Vector} v  @param {number} m  @returns {Vector}
 */
export function times(u, v, m) {
  const [n, k] = [u.length / m, v.length / m];
  /** @type {Vector} */ const product = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      for (let l = 0; l < k; l++) product[i * k + l] += u[i * m + j] * v[j * k + l];
    }
  }
  return product;
}

/**
 * uᵀ v: how the columns of u and of v go together, over all n rows. (n × m)ᵀ · (n × k) → m × k
 * @param {Vector} u  @param {Vector} v  @param {number} n  @returns {Vector}
 */
export function transposedTimes(u, v, n) {
  const [m, k] = [u.length / n, v.length / n];
  /** @type {Vector} */ const product = new Float64Array(m * k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      for (let l = 0; l < k; l++) product[j * k + l] += u[i * m + j] * v[i * k + l];
    }
  }
  return product;
}

/** The sum of every column of u. n × m → m  @param {Vector} u  @param {number} m  @returns {Vector} */
export function columnSums(u, m) {
  /** @type {Vector} */ const sums = new Float64Array(m);
  for (let i = 0; i < u.length; i++) sums[i % m] += u[i];
  return sums;
}

/**
 * `f` of every row, put together again. n × m → n × m
 * @param {Vector} u  @param {number} m  @param {(row: Vector, first: number) => ArrayLike<number>} f
 * @returns {Vector}
 */
export function mapRows(u, m, f) {
  const rows = new Float64Array(u.length);
  for (let first = 0; first < u.length; first += m) rows.set(f(u.subarray(first, first + m), first), first);
  return rows;
}
