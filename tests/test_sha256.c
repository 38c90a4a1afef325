#include "conformance/sha256.h"
#include "tests/harness.h"

#include <string.h>

/* FIPS 180-2 appendix B, and the NIST example for the empty message. */
static const struct {
  const char *message, *digest;
} vector[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

START_TEST(the_standard_vectors_hold)
{
  char hex[65];

  conf_sha256(vector[_i].message, strlen(vector[_i].message), hex);
  ck_assert_str_eq(hex, vector[_i].digest);
}
END_TEST

START_TEST(a_million_times_a)
{
  static char message[1000000];
  char hex[65];

  memset(message, 'a', sizeof message);
  conf_sha256(message, sizeof message, hex);
  ck_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("sha256");

  tcase_add_loop_test(tests, the_standard_vectors_hold, 0, (int)(sizeof vector / sizeof *vector));
  tcase_add_test(tests, a_million_times_a);
  return harness_run(tests);
}
