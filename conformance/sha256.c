#include "conformance/sha256.h"

#include <stdint.h>
#include <string.h>

enum { BLOCK_BYTES = 64, WORDS = 8, ROUNDS = 64 };

/* FIPS 180-4, 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64
 * primes. */
static const uint32_t round_constant[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t word, unsigned bits)
{
  return word >> bits | word << (32 - bits);
}

/* 6.2.2 step 1: the message schedule. */
static void schedule(const uint8_t block[BLOCK_BYTES], uint32_t w[ROUNDS])
{
  for (unsigned t = 0; t < 16; t++)
    w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
           (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
  for (unsigned t = 16; t < ROUNDS; t++) {
    uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
    uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;

    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
}

/* 6.2.2 steps 2 to 4; v holds a to h. */
static void compress(uint32_t hash[WORDS], const uint8_t block[BLOCK_BYTES])
{
  uint32_t w[ROUNDS], v[WORDS];

  schedule(block, w);
  memcpy(v, hash, sizeof v);
  for (unsigned t = 0; t < ROUNDS; t++) {
    uint32_t s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
    uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
    uint32_t t1 = v[7] + s1 + choice + round_constant[t] + w[t];
    uint32_t s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
    uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);

    memmove(v + 1, v, 7 * sizeof *v);
    v[4] += t1;
    v[0] = t1 + s0 + majority;
  }
  for (unsigned i = 0; i < WORDS; i++)
    hash[i] += v[i];
}

/* 5.1.1: a one bit, zeros, the length in bits; one block or two. */
static void compress_tail(uint32_t hash[WORDS], const uint8_t *rest, size_t count, uint64_t bits)
{
  uint8_t block[2 * BLOCK_BYTES] = {0};
  size_t bytes = count + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES;

  if (count > 0)
    memcpy(block, rest, count);
  block[count] = 0x80;
  for (unsigned i = 0; i < 8; i++)
    block[bytes - 1 - i] = (uint8_t)(bits >> 8 * i);
  for (size_t at = 0; at < bytes; at += BLOCK_BYTES)
    compress(hash, block + at);
}

void conf_sha256(const void *bytes, size_t length, char hex[65])
{
  uint32_t hash[WORDS] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const uint8_t *next = bytes;
  size_t left = length;

  for (; left >= BLOCK_BYTES; left -= BLOCK_BYTES, next += BLOCK_BYTES)
    compress(hash, next);
  compress_tail(hash, next, left, (uint64_t)length * 8);
  for (unsigned i = 0; i < 64; i++)
    hex[i] = "0123456789abcdef"[hash[i / 8] >> (28 - 4 * (i % 8)) & 15];
  hex[64] = '\0';
}
