/* sim/rules.h - the rules that the model knows how to show, by the ids of the catalogue
 * (fixtures/rules.json). Every effect names the one that caused it. */
#ifndef BN_RULES_H
#define BN_RULES_H

#include <stdbool.h>
#include <stdint.h>

#define BN_RULES(X)                                                                                \
  X(NOTIFY_REG_1, "NOTIFY-REG-1")                                                                  \
  X(NOTIFY_REG_3, "NOTIFY-REG-3")                                                                  \
  X(NOTIFY_REG_4, "NOTIFY-REG-4")                                                                  \
  X(NOTIFY_REG_6, "NOTIFY-REG-6")                                                                  \
  X(NOTIFY_REG_7, "NOTIFY-REG-7")                                                                  \
  X(NOTIFY_REG_8, "NOTIFY-REG-8")                                                                  \
  X(NOTIFY_REG_9, "NOTIFY-REG-9")                                                                  \
  X(NOTIFY_REG_12, "NOTIFY-REG-12")                                                                \
  X(NOTIFY_REG_13, "NOTIFY-REG-13")                                                                \
  X(NOTIFY_REG_14, "NOTIFY-REG-14")                                                                \
  X(NOTIFY_REG_15, "NOTIFY-REG-15")                                                                \
  X(NOTIFY_REG_16, "NOTIFY-REG-16")                                                                \
  X(NOTIFY_REG_17, "NOTIFY-REG-17")                                                                \
  X(NOTIFY_REG_18, "NOTIFY-REG-18")                                                                \
  X(NOTIFY_REG_19, "NOTIFY-REG-19")                                                                \
  X(NOTIFY_REG_22, "NOTIFY-REG-22")                                                                \
  X(NOTIFY_REG_23, "NOTIFY-REG-23")                                                                \
  X(NOTIFY_REG_25, "NOTIFY-REG-25")                                                                \
  X(NOTIFY_PREC_1, "NOTIFY-PREC-1")                                                                \
  X(NOTIFY_PREC_2, "NOTIFY-PREC-2")                                                                \
  X(NOTIFY_PREC_3, "NOTIFY-PREC-3")                                                                \
  X(NOTIFY_PREC_4, "NOTIFY-PREC-4")                                                                \
  X(NOTIFY_PREC_5, "NOTIFY-PREC-5")                                                                \
  X(NOTIFY_PREC_6, "NOTIFY-PREC-6")                                                                \
  X(NOTIFY_PREC_7, "NOTIFY-PREC-7")                                                                \
  X(NOTIFY_PREC_8, "NOTIFY-PREC-8")                                                                \
  X(NOTIFY_PREC_9, "NOTIFY-PREC-9")                                                                \
  X(NOTIFY_PREC_10, "NOTIFY-PREC-10")                                                              \
  X(NOTIFY_PREC_11, "NOTIFY-PREC-11")                                                              \
  X(NOTIFY_PREC_12, "NOTIFY-PREC-12")                                                              \
  X(NOTIFY_PREC_13, "NOTIFY-PREC-13")                                                              \
  X(NOTIFY_PREC_14, "NOTIFY-PREC-14")                                                              \
  X(NOTIFY_PREC_15, "NOTIFY-PREC-15")                                                              \
  X(NOTIFY_PREC_16, "NOTIFY-PREC-16")                                                              \
  X(NOTIFY_DISC_1, "NOTIFY-DISC-1")                                                                \
  X(NOTIFY_DISC_2, "NOTIFY-DISC-2")                                                                \
  X(NOTIFY_DISC_4, "NOTIFY-DISC-4")                                                                \
  X(NOTIFY_DISC_5, "NOTIFY-DISC-5")                                                                \
  X(NOTIFY_DISC_6, "NOTIFY-DISC-6")                                                                \
  X(NOTIFY_DISC_7, "NOTIFY-DISC-7")                                                                \
  X(NOTIFY_DISC_8, "NOTIFY-DISC-8")                                                                \
  X(NOTIFY_DISC_9, "NOTIFY-DISC-9")                                                                \
  X(NOTIFY_DISC_10, "NOTIFY-DISC-10")                                                              \
  X(NOTIFY_DISC_11, "NOTIFY-DISC-11")                                                              \
  X(NOTIFY_DISC_12, "NOTIFY-DISC-12")                                                              \
  X(NOTIFY_DISC_13, "NOTIFY-DISC-13")                                                              \
  X(NOTIFY_DISC_14, "NOTIFY-DISC-14")                                                              \
  X(NOTIFY_ALO_1, "NOTIFY-ALO-1")                                                                  \
  X(NOTIFY_ALO_2, "NOTIFY-ALO-2")                                                                  \
  X(NOTIFY_ALO_3, "NOTIFY-ALO-3")                                                                  \
  X(NOTIFY_ALO_4, "NOTIFY-ALO-4")                                                                  \
  X(NOTIFY_ALO_6, "NOTIFY-ALO-6")                                                                  \
  X(NOTIFY_ALO_7, "NOTIFY-ALO-7")                                                                  \
  X(NOTIFY_ALO_14, "NOTIFY-ALO-14")                                                                \
  X(NOTIFY_ALO_15, "NOTIFY-ALO-15")                                                                \
  X(NOTIFY_RETRY_1, "NOTIFY-RETRY-1")                                                              \
  X(NOTIFY_RETRY_2, "NOTIFY-RETRY-2")                                                              \
  X(NOTIFY_RETRY_3, "NOTIFY-RETRY-3")                                                              \
  X(NOTIFY_RETRY_7, "NOTIFY-RETRY-7")                                                              \
  X(NOTIFY_RETRY_8, "NOTIFY-RETRY-8")                                                              \
  X(NOTIFY_RETRY_9, "NOTIFY-RETRY-9")                                                              \
  X(NOTIFY_RETRY_10, "NOTIFY-RETRY-10")                                                            \
  X(NOTIFY_RETRY_11, "NOTIFY-RETRY-11")                                                            \
  X(NOTIFY_CMD_1, "NOTIFY-CMD-1")                                                                  \
  X(NOTIFY_CMD_2, "NOTIFY-CMD-2")                                                                  \
  X(NOTIFY_CMD_4, "NOTIFY-CMD-4")                                                                  \
  X(NOTIFY_CMD_6, "NOTIFY-CMD-6")                                                                  \
  X(NOTIFY_CMD_7, "NOTIFY-CMD-7")                                                                  \
  X(NOTIFY_CMD_8, "NOTIFY-CMD-8")                                                                  \
  X(NOTIFY_CMD_9, "NOTIFY-CMD-9")                                                                  \
  X(NOTIFY_CMD_12, "NOTIFY-CMD-12")                                                                \
  X(NOTIFY_EVT_1, "NOTIFY-EVT-1")                                                                  \
  X(NOTIFY_EVT_4, "NOTIFY-EVT-4")                                                                  \
  X(NOTIFY_EVT_5, "NOTIFY-EVT-5")                                                                  \
  X(NOTIFY_EVT_6, "NOTIFY-EVT-6")                                                                  \
  X(NOTIFY_EVT_7, "NOTIFY-EVT-7")                                                                  \
  X(NOTIFY_EVT_8, "NOTIFY-EVT-8")                                                                  \
  X(NOTIFY_EVT_14, "NOTIFY-EVT-14")                                                                \
  X(NOTIFY_EVT_15, "NOTIFY-EVT-15")                                                                \
  X(NOTIFY_EVT_16, "NOTIFY-EVT-16")                                                                \
  X(NOTIFY_MOD_1, "NOTIFY-MOD-1")                                                                  \
  X(NOTIFY_MOD_2, "NOTIFY-MOD-2")                                                                  \
  X(NOTIFY_MOD_3, "NOTIFY-MOD-3")                                                                  \
  X(NOTIFY_MOD_6, "NOTIFY-MOD-6")                                                                  \
  X(NOTIFY_MOD_7, "NOTIFY-MOD-7")                                                                  \
  X(NOTIFY_FILE_1, "NOTIFY-FILE-1")                                                                \
  X(NOTIFY_FILE_3, "NOTIFY-FILE-3")                                                                \
  X(NOTIFY_FILE_4, "NOTIFY-FILE-4")                                                                \
  X(NOTIFY_FILE_5, "NOTIFY-FILE-5")                                                                \
  X(NOTIFY_FILE_7, "NOTIFY-FILE-7")                                                                \
  X(NOTIFY_FILE_9, "NOTIFY-FILE-9")                                                                \
  X(NOTIFY_FILE_10, "NOTIFY-FILE-10")                                                              \
  X(NOTIFY_FILE_11, "NOTIFY-FILE-11")                                                              \
  X(NOTIFY_FILE_13, "NOTIFY-FILE-13")                                                              \
  X(NOTIFY_FILE_14, "NOTIFY-FILE-14")                                                              \
  X(NOTIFY_CONC_1, "NOTIFY-CONC-1")                                                                \
  X(NOTIFY_CONC_4, "NOTIFY-CONC-4")                                                                \
  X(NOTIFY_CONC_11, "NOTIFY-CONC-11")                                                              \
  X(NOTIFY_PERS_1, "NOTIFY-PERS-1")                                                                \
  X(NOTIFY_PERS_2, "NOTIFY-PERS-2")                                                                \
  X(NOTIFY_PERS_5, "NOTIFY-PERS-5")                                                                \
  X(NOTIFY_PERS_6, "NOTIFY-PERS-6")                                                                \
  X(NOTIFY_PERS_9, "NOTIFY-PERS-9")                                                                \
  X(NOTIFY_SEC_1, "NOTIFY-SEC-1")                                                                  \
  X(NOTIFY_SEC_3, "NOTIFY-SEC-3")                                                                  \
  X(NOTIFY_SEC_4, "NOTIFY-SEC-4")                                                                  \
  X(NOTIFY_SEC_6, "NOTIFY-SEC-6")                                                                  \
  X(NOTIFY_SEC_7, "NOTIFY-SEC-7")                                                                  \
  X(NOTIFY_SEC_11, "NOTIFY-SEC-11")                                                                \
  X(NOTIFY_SEC_17, "NOTIFY-SEC-17")                                                                \
  X(NOTIFY_COM_1, "NOTIFY-COM-1")                                                                  \
  X(NOTIFY_COM_2, "NOTIFY-COM-2")                                                                  \
  X(NOTIFY_COM_3, "NOTIFY-COM-3")                                                                  \
  X(NOTIFY_COM_4, "NOTIFY-COM-4")                                                                  \
  X(NOTIFY_COM_6, "NOTIFY-COM-6")                                                                  \
  X(JOB_STATE_1, "JOB-STATE-1")                                                                    \
  X(JOB_STATE_2, "JOB-STATE-2")                                                                    \
  X(JOB_STATE_3, "JOB-STATE-3")                                                                    \
  X(JOB_STATE_4, "JOB-STATE-4")                                                                    \
  X(JOB_STATE_5, "JOB-STATE-5")                                                                    \
  X(JOB_STATE_6, "JOB-STATE-6")                                                                    \
  X(JOB_STATE_7, "JOB-STATE-7")                                                                    \
  X(JOB_STATE_9, "JOB-STATE-9")                                                                    \
  X(JOB_STATE_11, "JOB-STATE-11")                                                                  \
  X(JOB_STATE_12, "JOB-STATE-12")                                                                  \
  X(JOB_STATE_13, "JOB-STATE-13")                                                                  \
  X(JOB_STATE_14, "JOB-STATE-14")                                                                  \
  X(JOB_STATE_15, "JOB-STATE-15")                                                                  \
  X(JOB_STATE_16, "JOB-STATE-16")                                                                  \
  X(JOB_STATE_17, "JOB-STATE-17")                                                                  \
  X(JOB_STATE_18, "JOB-STATE-18")                                                                  \
  X(JOB_STATE_21, "JOB-STATE-21")                                                                  \
  X(JOB_STATE_22, "JOB-STATE-22")                                                                  \
  X(JOB_STATE_23, "JOB-STATE-23")                                                                  \
  X(JOB_STATE_29, "JOB-STATE-29")                                                                  \
  X(JOB_ERR_1, "JOB-ERR-1")                                                                        \
  X(JOB_ERR_5, "JOB-ERR-5")                                                                        \
  X(AMB_1, "AMB-1")                                                                                \
  X(AMB_2b, "AMB-2b")                                                                              \
  X(AMB_3, "AMB-3")                                                                                \
  X(AMB_5, "AMB-5")                                                                                \
  X(AMB_6, "AMB-6")                                                                                \
  X(AMB_7, "AMB-7")                                                                                \
  X(AMB_8, "AMB-8")                                                                                \
  X(AMB_9, "AMB-9")                                                                                \
  X(AMB_10, "AMB-10")                                                                              \
  X(AMB_11, "AMB-11")                                                                              \
  X(AMB_12, "AMB-12")                                                                              \
  X(AMB_13, "AMB-13")                                                                              \
  X(AMB_14, "AMB-14")                                                                              \
  X(AMB_15, "AMB-15")                                                                              \
  X(AMB_16, "AMB-16")                                                                              \
  X(AMB_17, "AMB-17")                                                                              \
  X(AMB_19, "AMB-19")                                                                              \
  X(AMB_20, "AMB-20")                                                                              \
  X(AMB_26, "AMB-26")                                                                              \
  X(AMB_27, "AMB-27")                                                                              \
  X(AMB_28, "AMB-28")                                                                              \
  X(AMB_31, "AMB-31")                                                                              \
  X(AMB_32, "AMB-32")                                                                              \
  X(AMB_33, "AMB-33")                                                                              \
  X(AMB_45, "AMB-45")                                                                              \
  X(AMB_50, "AMB-50")                                                                              \
  X(AMB_51, "AMB-51")                                                                              \
  X(AMB_61, "AMB-61")                                                                              \
  X(AMB_67, "AMB-67")                                                                              \
  X(AMB_69, "AMB-69")                                                                              \
  X(AMB_71, "AMB-71")                                                                              \
  X(AMB_72, "AMB-72")                                                                              \
  X(AMB_73, "AMB-73")                                                                              \
  X(RUL_1, "RUL-1")                                                                                \
  X(RUL_2, "RUL-2")                                                                                \
  X(RUL_3, "RUL-3")                                                                                \
  X(RUL_5, "RUL-5")                                                                                \
  X(RUL_6, "RUL-6")                                                                                \
  X(RUL_10, "RUL-10")                                                                              \
  X(RUL_12, "RUL-12")                                                                              \
  X(RUL_14, "RUL-14")                                                                              \
  X(RUL_15, "RUL-15")                                                                              \
  X(RUL_17, "RUL-17")                                                                              \
  X(RUL_18, "RUL-18")                                                                              \
  X(RUL_19, "RUL-19")                                                                              \
  X(RUL_20, "RUL-20")                                                                              \
  X(RUL_22, "RUL-22")                                                                              \
  X(RUL_25, "RUL-25")                                                                              \
  X(RUL_27, "RUL-27")                                                                              \
  X(RUL_28, "RUL-28")                                                                              \
  X(RUL_30, "RUL-30")

enum bn_rule {
#define X(name, text) BN_R_##name,
  BN_RULES(X)
#undef X
      BN_RULE_COUNT,
};

/* The id of rule < BN_RULE_COUNT, and back (false when the model does not know the id). */
const char *bn_rule_text(unsigned rule);
bool bn_rule_named(const char *text, unsigned *rule);

#endif
