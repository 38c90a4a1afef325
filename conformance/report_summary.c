#include <stdlib.h>
#include <string.h>

#include "conformance/escape.h"
#include "conformance/report_text.h"
#include "conformance/text.h"

/* Scenarios come in the order of paths: the folder is most often the last one. */
static struct topic *topic_of(struct text_report *text, const char *path)
{
  unsigned length = conf_report_folder(path);

  for (unsigned i = text->topics; i > 0; i--) {
    struct topic *topic = &text->topic[i - 1];
    if (strncmp(topic->folder, path, length) == 0 && topic->folder[length] == '\0')
      return topic;
  }
  text->topic = conf_text_grow(text->topic, (text->topics + 1) * sizeof *text->topic);
  struct topic *topic = &text->topic[text->topics++];
  *topic = (struct topic){.folder = conf_text_copy(path)};
  topic->folder[length] = '\0';
  return topic;
}

static void remember_reason(struct text_report *text, const char *reason)
{
  for (unsigned i = 0; i < text->reasons; i++) {
    if (strcmp(text->reason[i].reason, reason) == 0) {
      text->reason[i].count++;
      return;
    }
  }
  text->reason = conf_text_grow(text->reason, (text->reasons + 1) * sizeof *text->reason);
  text->reason[text->reasons++] = (struct skip_reason){conf_text_copy(reason), 1};
}

static void remember(struct text_list *list, const char *head, const char *below)
{
  if (list->count++ >= TEXT_SHOWN)
    return;
  list->item[list->count - 1].head = conf_text_copy(head);
  list->item[list->count - 1].below = conf_text_copy(below);
}

static unsigned shown_of(const struct text_list *list)
{
  return list->count < TEXT_SHOWN ? list->count : TEXT_SHOWN;
}

void conf_text_report_remember(struct text_report *text, const struct conf_result *result)
{
  conf_counts_add(&topic_of(text, result->path)->counts, result->verdict);
  for (unsigned i = 0; i < result->asked; i++)
    text->decided[result->asked_knob[i]] = true;
  if (result->verdict == CONF_SKIP && result->reason != NULL)
    remember_reason(text, result->reason);
  if (result->predicted != NULL)
    remember(&text->better, result->path, result->predicted);
  if (result->answer != NULL)
    remember(&text->answers, result->title, result->answer);
}

static void list_topics(const struct text_report *text)
{
  size_t width = 0;
  char words[CONF_COUNTS_LINE];

  for (unsigned i = 0; i < text->topics; i++)
    if (strlen(text->topic[i].folder) > width)
      width = strlen(text->topic[i].folder);
  for (unsigned i = 0; i < text->topics; i++) {
    const struct topic *topic = &text->topic[i];
    int blanks = (int)(width - strlen(topic->folder));

    conf_counts_words(&topic->counts, words);
    fputs("  ", text->out);
    conf_escape(text->out, topic->folder, CONF_ESCAPE_TERMINAL);
    fprintf(text->out, "%*s  %s\n", blanks, "", words);
  }
}

static void list_reasons(const struct text_report *text)
{
  if (text->reasons > 0)
    fputs("\nSkipped:\n", text->out);
  for (unsigned i = 0; i < text->reasons; i++) {
    fprintf(text->out, "  %4u  ", text->reason[i].count);
    conf_escape(text->out, text->reason[i].reason, CONF_ESCAPE_TERMINAL);
    fputc('\n', text->out);
  }
}

static void show_list(FILE *out, const char *title, const struct text_list *list)
{
  unsigned shown = shown_of(list);

  if (shown > 0)
    fprintf(out, "\n%s:\n", title);
  for (unsigned i = 0; i < shown; i++) {
    fputs("  ", out);
    conf_escape(out, list->item[i].head, CONF_ESCAPE_TERMINAL);
    fputs("\n      ", out);
    conf_escape(out, list->item[i].below, CONF_ESCAPE_TERMINAL);
    fputc('\n', out);
  }
  if (list->count > shown)
    fprintf(out, "  and %u more\n", list->count - shown);
}

static void list_decided(const struct text_report *text)
{
  unsigned shown = 0;

  for (bn_knob knob = 0; knob < BN_KNOBS; knob++) {
    const struct bn_knob_row *row = bn_knob_row(knob);
    if (!text->decided[knob])
      continue;
    if (shown++ == 0)
      fputs("\nDecided by default (--set takes another value):\n", text->out);
    fprintf(text->out, "  %s=%s  %s\n", row->name, bn_value_text(row->usual),
            bn_rule_text(row->rule));
  }
}

void conf_text_report_summary(struct text_report *text)
{
  list_topics(text);
  list_reasons(text);
  show_list(text->out, "Passed, though the profile of --allow misses something", &text->better);
  show_list(text->out, "Answers to questions", &text->answers);
  list_decided(text);
  fputc('\n', text->out);
}

static void free_list(struct text_list *list)
{
  for (unsigned i = 0; i < shown_of(list); i++) {
    free(list->item[i].head);
    free(list->item[i].below);
  }
}

void conf_text_report_free(struct conf_report *report)
{
  struct text_report *text = (struct text_report *)report;

  free_list(&text->better);
  free_list(&text->answers);
  for (unsigned i = 0; i < text->topics; i++)
    free(text->topic[i].folder);
  free(text->topic);
  for (unsigned i = 0; i < text->reasons; i++)
    free(text->reason[i].reason);
  free(text->reason);
  free(text);
}
