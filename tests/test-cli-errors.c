/* The command line when something is wrong: one sentence that says what, the exit code, and nothing half-done. */
#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/broken-files.h"
#include "tests/cli-call.h"
#include "tests/temporary-folder.h"

#define MOST_ARGUMENTS 12

/**
 * Case: a call that cannot succeed.
 * @arguments: IMAGE stands for a sample image; a name behind "./" is one of the broken files
 * @code: what the program exits with
 * @said: a part of what it says
 */
typedef struct
{
  const char *name;
  const char *arguments[MOST_ARGUMENTS];
  int code;
  const char *said;
} Case;

static const Case cases[] = {
  /* What is wrong with the call. */
  { "no-subcommand", { NULL }, 2, "A subcommand is missing" },
  { "unknown-subcommand", { "dance" }, 2, "“dance”" },
  { "option-before-subcommand", { "--json", "match" }, 2, "“--json”" },
  { "help-for-unknown-subcommand", { "help", "dance" }, 2, "“dance”" },
  { "unknown-option", { "match", "--dance" }, 2, "--dance" },
  { "missing-image", { "match", "-t", "a" }, 2, "--image FILE is missing" },
  { "missing-text", { "match", "-i", "IMAGE" }, 2, "--text TEXT is missing" },
  { "missing-output", { "trace", "-i", "IMAGE", "-t", "a" }, 2, "--output FILE is missing" },
  { "missing-layer", { "attention", "-i", "IMAGE", "-t", "a", "-o", "./a.png" }, 2, "--layer NAME is missing" },
  { "missing-value", { "match", "-i", "IMAGE", "-t" }, 2, "-t" },
  { "text-without-quotes", { "match", "-i", "IMAGE", "-t", "a", "star" }, 2, "“star” belongs to no option" },
  { "two-questions", { "ask", "-i", "IMAGE", "-t", "a", "-t", "b" }, 2, "--text may be given only once" },
  { "two-images", { "match", "-i", "IMAGE", "-i", "IMAGE", "-t", "b" }, 2, "--image may be given only once" },
  { "top-of-nothing", { "ask", "-i", "IMAGE", "-t", "a", "--top", "0" }, 2, "--top takes a number from 1 on" },
  { "top-of-a-word", { "fill", "-i", "IMAGE", "-t", "a", "--top", "few" }, 2, "few" },
  { "opacity-above-one",
    { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.0", "-o", "./a.png", "--opacity", "2" },
    2,
    "--opacity takes a number from 0 to 1" },
  { "opacity-of-no-number",
    { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.0", "-o", "./a.png", "--opacity", "nan" },
    2,
    "--opacity takes a number from 0 to 1" },
  { "unknown-colormap", { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.0", "-o", "./a.png", "--colormap", "jet" }, 2, "“jet”" },
  { "trace-of-nothing", { "trace", "-o", "./a.safetensors" }, 2, "--inputs" },
  { "trace-of-both", { "trace", "-i", "IMAGE", "--inputs", "./a.safetensors", "-o", "./b.safetensors" }, 2, "--inputs" },
  { "image-size-below-zero", { "info", "--image-size", "-1" }, 2, "--image-size takes a number from 0 to 4096" },
  { "reason-about-one-image", { "reason", "-i", "IMAGE", "-t", "a" }, 2, "--image is needed twice" },
  { "reason-about-three-images", { "reason", "-i", "IMAGE", "-i", "IMAGE", "-i", "IMAGE", "-t", "a" }, 2, "not 3 times" },
  { "unknown-recording",
    { "trace", "-i", "IMAGE", "-t", "a", "-o", "./a.safetensors", "--record", "text,luck" },
    2,
    "cross_image_cross with commas between them, not “luck”" },
  { "unknown-ranking", { "rank", "-i", "IMAGE", "-t", "a", "--by", "luck" }, 2, "“luck”" },

  /* Images. */
  { "absent-image", { "match", "-i", "./absent.png", "-t", "a" }, 1, "/absent.png” cannot be opened" },
  { "empty-image", { "match", "-i", "./empty.png", "-t", "a" }, 1, "/empty.png” is empty" },
  { "truncated-image", { "ask", "-i", "./truncated.png", "-t", "a" }, 1, "/truncated.png” is cut short" },
  { "text-as-image", { "fill", "-i", "./text.png", "-t", "a" }, 1, "/text.png” is not an image" },
  { "folder-as-image", { "preprocess", "-i", "./folder", "-o", "./a.safetensors" }, 1, "/folder” is a folder" },
  { "very-wide-image", { "match", "-i", "./wide.png", "-t", "a" }, 1, "/wide.png” is 160 x 4 pixels, too wide" },
  { "absent-image-at-the-end", { "rank", "-i", "IMAGE", "-i", "./absent.png", "-t", "a" }, 1, "/absent.png” cannot be opened" },

  /* Texts. */
  { "text-that-is-not-utf-8", { "match", "-i", "IMAGE", "-t", "bad \xff text" }, 1, "not UTF-8" },
  { "tokens-of-no-utf-8", { "tokenize", "-t", "bad \xff text" }, 1, "not UTF-8" },
  { "text-without-mask", { "fill", "-i", "IMAGE", "-t", "a star" }, 1, "<mask>" },

  /* Models. */
  { "absent-model", { "info", "-m", "./absent" }, 1, "/absent” cannot be opened: No such file" },
  { "folder-of-no-model", { "info", "-m", "./folder" }, 1, "/folder” has no weights, neither model.safetensors" },
  { "file-as-model", { "info", "-m", "IMAGE" }, 1, ".png” is neither a safetensors file nor one of torch.save" },
  { "model-without-weights", { "match", "-i", "IMAGE", "-t", "a", "-m", "./no-weights" }, 1, "/no-weights” has no weights, neither" },
  { "model-with-truncated-weights", { "match", "-i", "IMAGE", "-t", "a", "-m", "./truncated" }, 1, "/truncated/model.safetensors” ends" },
  { "model-with-empty-weights", { "info", "-m", "./empty" }, 1, "/empty/model.safetensors” is 0 bytes long" },
  { "model-with-a-folder-as-weights", { "info", "-m", "./odd" }, 1, "/odd/model.safetensors” is not a regular file" },
  { "model-of-other-shapes",
    { "trace", "-i", "IMAGE", "-t", "a", "-m", "./shapes", "-o", "./a.safetensors" },
    1,
    "/shapes/model.safetensors” does not fit its config.json" },
  { "model-of-another-type", { "info", "-m", "./clip" }, 1, "/clip/config.json” has the model_type “clip”" },
  { "model-without-the-head", { "match", "-i", "IMAGE", "-t", "a", "-m", "./headless" }, 1, "“headless” has no head for the task “match”" },
  { "ranking-without-the-head", { "rank", "-i", "IMAGE", "-t", "a", "-m", "./headless" }, 1, "no head for the task “match”" },
  { "contrast-without-the-head",
    { "rank", "-i", "IMAGE", "-t", "a", "-m", "./headless", "--by", "contrast" },
    1,
    "no head for the task “contrast”" },
  { "retrieval-without-the-head", { "rank", "-i", "IMAGE", "-t", "a", "--by", "retrieve" }, 1, "no head for the task “retrieve”" },
  { "entailment-without-the-head", { "entail", "-i", "IMAGE", "-t", "a" }, 1, "no head for the task “entail”" },
  { "two-images-without-the-head", { "reason", "-i", "IMAGE", "-i", "IMAGE", "-t", "a" }, 1, "no head for the task “reason”" },
  { "image-smaller-than-a-patch", { "match", "-i", "IMAGE", "-t", "a", "--image-size", "8" }, 1, "An image size of 8 pixels cannot be" },
  { "pixels-smaller-than-a-patch", { "preprocess", "-i", "IMAGE", "-o", "./a", "--image-size", "8" }, 1, "An image size of 8 pixels" },
  { "model-without-tokenizer", { "match", "-i", "IMAGE", "-t", "a", "-m", "./speechless" }, 1, "“speechless” has no tokenizer files" },
  { "folder-without-tokenizer", { "tokenize", "-t", "a", "-m", "./folder" }, 1, "/folder” has neither “vocab.json”" },
  { "unknown-precision", { "match", "-i", "IMAGE", "-t", "a", "--precision", "fp8" }, 2, "--precision takes float32 or bf16, not “fp8”" },
  { "no-such-threads", { "match", "-i", "IMAGE", "-t", "a", "--threads", "-1" }, 2, "--threads takes a number from 0 to 1024" },
  { "captions-of-words", { "bench", "--captions", "1,many" }, 2, "--captions takes numbers from 1 to 1024" },
  { "batches-of-too-many", { "bench", "--batches", "1,65" }, 2, "--batches takes numbers from 1 to 64" },
  { "too-many-tokens", { "bench", "--tokens", "65" }, 1, "at most 64 tokens, not 65" },

  /* Names of answers: the demo model chooses among 22. */
  { "absent-answers", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./absent" }, 1, "/absent”" },
  { "folder-as-answers", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./folder" }, 1, "/folder”" },
  { "image-as-answers", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./truncated.png" }, 1, "/truncated.png”" },
  { "no-answers", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./empty.png" }, 1, "/empty.png” names 0 answers" },
  { "too-few-lines",
    { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./text.png" },
    1,
    "/text.png” names 1 answer, but the model chooses among 22" },
  { "too-few-in-a-list", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./short-list" }, 1, "/short-list” names 2 answers" },
  { "answers-cut-short", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./cut-list" }, 1, "/cut-list” is not the JSON it should be" },
  { "two-lists-of-answers", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./two-lists" }, 1, "/two-lists” goes on behind its list" },
  { "answers-that-are-no-text", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./numbers" }, 1, "/numbers” has no text as the name of" },
  { "answers-beyond-the-last", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./high" }, 1, "/high” numbers an answer 22, but" },
  { "answer-named-twice", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./twice" }, 1, "/twice” names the answer 20 twice" },
  { "answers-of-lists", { "ask", "-i", "IMAGE", "-t", "a", "--answers", "./lists" }, 1, "/lists” is no list of answers" },

  /* What attention can draw. */
  { "pin-without-head", { "attention", "-i", "IMAGE", "-t", "a", "--pin", "text.0", "-o", "./a.png" }, 1, "“text.0” is no head to pin" },
  { "pin-of-no-block", { "attention", "-i", "IMAGE", "-t", "a", "--pin", "cross.0.mean", "-o", "./a.png" }, 1, "“cross.0.mean”" },
  { "pin-beside-layer", { "attention", "-i", "IMAGE", "-t", "a", "--pin", "text.0.1", "-l", "text.0", "-o", "./a.png" }, 2, "--layer" },
  { "pin-too-high", { "attention", "-i", "IMAGE", "-t", "a", "--pin", "text.0.8", "-o", "./a.png" }, 1, "no head 8" },
  { "pin-of-no-word", { "attention", "-i", "IMAGE", "-t", "a", "--pin", "text.0.1@dog", "-o", "./a.png" }, 1, "“dog”" },
  { "unknown-block", { "attention", "-i", "IMAGE", "-t", "a", "--layer", "cross.0", "-o", "./a.png" }, 1, "“cross.0” is no layer" },
  { "block-with-a-head",
    { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text", "--head", "1", "-o", "./a.png" },
    2,
    "“text” names all layers" },
  { "layer-too-high", { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.6", "-o", "./a.png" }, 1, "it has 0 to 5" },
  { "head-too-high", { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.0", "--head", "8", "-o", "./a.png" }, 1, "no head 8" },
  { "head-below-zero", { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.0", "--head", "-1", "-o", "./a.png" }, 1, "“-1”" },
  { "query-too-high", { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.0", "--query", "3", "-o", "./a.png" }, 1, "no query 3" },
  { "word-that-is-not-there",
    { "attention", "-i", "IMAGE", "-t", "a red star", "--layer", "text.0", "-q", "dog", "-o", "./a.png" },
    1,
    "no word “dog” for --query; it has “a”, “red”, “star”" },
  { "word-where-patches-look",
    { "attention", "-i", "IMAGE", "-t", "a", "--layer", "vision.0", "--query", "a", "-o", "./a.png" },
    1,
    "“a” is none" },
  { "patch-outside-of-the-image",
    { "attention", "-i", "IMAGE", "-t", "a", "--layer", "vision.0", "--query", "8,0", "-o", "./a.png" },
    1,
    "each from 0 to 7" },

  /* Output. */
  { "unknown-ending", { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.0", "-o", "./a.bmp" }, 1, "/a.bmp”" },
  { "figure-in-no-folder", { "attention", "-i", "IMAGE", "-t", "a", "--layer", "text.0", "-o", "./absent/a.png" }, 1, "/absent/a.png”" },
  { "trace-in-no-folder", { "trace", "-i", "IMAGE", "-t", "a", "-o", "./absent/a.safetensors" }, 1, "/absent/a.safetensors”" },
  { "pixels-over-a-folder", { "preprocess", "-i", "IMAGE", "-o", "./folder" }, 1, "/folder”" },

  /* Prepared inputs. */
  { "absent-inputs", { "trace", "--inputs", "./absent", "-o", "./a.safetensors" }, 1, "/absent” cannot be opened" },
  { "folder-as-inputs", { "trace", "--inputs", "./folder", "-o", "./a.safetensors" }, 1, "/folder” is not a regular file" },
  { "text-as-inputs", { "trace", "--inputs", "./text.png", "-o", "./a.safetensors" }, 1, "/text.png” is not a safetensors file" },
  { "inputs-without-ids", { "trace", "--inputs", "./no-ids", "-o", "./a.safetensors" }, 1, "/no-ids” has no tensor “input_ids”" },
  { "inputs-without-mask", { "trace", "--inputs", "./no-mask", "-o", "./a.safetensors" }, 1, "/no-mask” has no tensor “attention_mask”" },
  { "inputs-without-pixels", { "trace", "--inputs", "./no-pixels", "-o", "./a.safetensors" }, 1, "no tensor “pixel_values”" },
  { "ids-of-another-dtype", { "trace", "--inputs", "./float-ids", "-o", "./a.safetensors" }, 1, "/float-ids” has “input_ids” as F64" },
  { "pixels-of-another-dtype",
    { "trace", "--inputs", "./int-pixels", "-o", "./a.safetensors" },
    1,
    "/int-pixels” has “pixel_values” as I32" },
  { "two-texts-of-ids",
    { "trace", "--inputs", "./two-texts", "-o", "./a.safetensors" },
    1,
    "/two-texts” has “input_ids” of the shape [2, 2]" },
  { "no-ids-at-all",
    { "trace", "--inputs", "./empty-ids", "-o", "./a.safetensors" },
    1,
    "/empty-ids” has “input_ids” of the shape [1, 0]" },
  { "mask-of-another-length", { "trace", "--inputs", "./long-mask", "-o", "./a.safetensors" }, 1, "/long-mask” has 4 ids" },
  { "id-below-zero", { "trace", "--inputs", "./negative-id", "-o", "./a.safetensors" }, 1, "/negative-id” has the id -1" },
  { "id-that-wraps-around", { "trace", "--inputs", "./huge-id", "-o", "./a.safetensors" }, 1, "/huge-id” has the id 4294967296" },
  { "id-outside-of-the-vocabulary", { "trace", "--inputs", "./unknown-id", "-o", "./a.safetensors" }, 1, "/unknown-id”" },
  { "mask-of-two", { "trace", "--inputs", "./odd-mask", "-o", "./a.safetensors" }, 1, "/odd-mask” has the id 4 with the mask 2" },
  { "mask-of-nothing", { "trace", "--inputs", "./all-masked", "-o", "./a.safetensors" }, 1, "/all-masked”" },
  { "pixels-of-another-size", { "trace", "--inputs", "./small-pixels", "-o", "./a.safetensors" }, 1, "/small-pixels”" },
  { "pixels-of-one-channel", { "trace", "--inputs", "./grey-pixels", "-o", "./a.safetensors" }, 1, "of the shape [1, 1, 128, 128]" },
  { "pixels-that-are-no-numbers", { "trace", "--inputs", "./nan-pixels", "-o", "./a.safetensors" }, 1, "/nan-pixels” has a pixel value" },
};

/* A case, and the folder of broken files. */
typedef struct
{
  const Case *call;
  const char *folder;
} Trial;

/* (transfer full): what an argument of a case stands for. */
static char *
expand (const char *folder, const char *argument)
{
  if (g_str_equal (argument, "IMAGE"))
    return cli_data_path ("samples/scene-01.png");
  if (g_str_has_prefix (argument, "./"))
    return g_build_filename (folder, argument + 2, NULL);
  return g_strdup (argument);
}

static CliResult *
call_case (const Trial *trial)
{
  g_auto (GStrv) arguments = g_new0 (char *, MOST_ARGUMENTS + 1);

  for (guint i = 0; i < MOST_ARGUMENTS && trial->call->arguments[i] != NULL; i++)
    arguments[i] = expand (trial->folder, trial->call->arguments[i]);
  return cli_call_v ((const char *const *) arguments);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (entries) != NULL)
    n++;
  return n;
}

/* One line on standard error, nothing on standard output, and no file that was not there. */
static void
test_failure_is_one_sentence (gconstpointer data)
{
  const Trial *trial = data;
  guint n_entries = count_entries (trial->folder);
  g_autoptr (CliResult) result = call_case (trial);

  g_test_message ("%s", result->err);
  g_assert_cmpint (result->code, ==, trial->call->code);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_true (g_str_has_prefix (result->err, "trestle-cli"));
  g_assert_nonnull (strstr (result->err, trial->call->said));
  g_assert_true (strchr (result->err, '\n') == result->err + strlen (result->err) - 1);
  g_assert_cmpint (strstr (result->err, "; see “trestle-cli") != NULL, ==, trial->call->code == 2);
  g_assert_cmpuint (count_entries (trial->folder), ==, n_entries);
}

/* What the bad inputs are made of is good. */
static void
test_inputs_that_are_right_are_run (gconstpointer folder)
{
  g_autofree char *inputs = g_build_filename (folder, "good", NULL);
  g_autofree char *output = g_build_filename (folder, "good-trace", NULL);
  g_autoptr (CliResult) result = cli_call ("trace", "--inputs", inputs, "-o", output, NULL);

  cli_result_assert_done (result);
  g_assert_cmpint (unlink (output), ==, 0);
}

static void
test_older_file_outlives_a_failure (gconstpointer folder)
{
  g_autofree char *output = g_build_filename (folder, "older.csv", NULL);
  g_autofree char *content = NULL;
  g_autoptr (CliResult) result = NULL;
  g_autofree char *image = cli_data_path ("samples/scene-01.png");

  g_assert_true (g_file_set_contents (output, "older", -1, NULL));
  result = cli_call ("attention", "-i", image, "-t", "a", "--layer", "text.0", "--head", "8", "-o", output, NULL);
  g_assert_cmpint (result->code, ==, 1);
  g_assert_true (g_file_get_contents (output, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "older");
  g_assert_cmpint (unlink (output), ==, 0);
}

/* Opens a terminal; @master: (out): where what is written to it can be read. Returns the end for the program. */
static int
open_terminal (int *master)
{
  *master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (*master, >=, 0);
  g_assert_cmpint (grantpt (*master), ==, 0);
  g_assert_cmpint (unlockpt (*master), ==, 0);
  return open (ptsname (*master), O_RDWR | O_NOCTTY | O_CLOEXEC);
}

/* Appends what the terminal shows until it shows @wanted, or with %NULL until the program is gone. */
static void
read_until (int master, GString *shown, const char *wanted)
{
  char bytes[4096];
  gssize n;

  while (wanted == NULL || strstr (shown->str, wanted) == NULL)
    {
      n = read (master, bytes, sizeof bytes);
      if (n <= 0)
        break;
      g_string_append_len (shown, bytes, n);
    }
  g_assert_true (wanted == NULL || strstr (shown->str, wanted) != NULL);
}

/* More runs than anybody would wait for; the bar tells when they have begun. */
static void
test_signal_stops_the_work (gconstpointer number)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  int master, terminal = open_terminal (&master);

  g_subprocess_launcher_take_stderr_fd (launcher, terminal);
  g_subprocess_launcher_setenv (launcher, "TERM", "xterm", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("TRESTLE_CLI"), "bench", "--runs", "100000", NULL);
  g_assert_no_error (error);
  g_clear_object (&launcher); /* and with it this process's hold on the terminal */
  read_until (master, shown, "opening the model    [");
  g_subprocess_send_signal (process, GPOINTER_TO_INT (number));
  read_until (master, shown, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (shown->str, "\r\033[Ktrestle-cli bench: stopped\r\n"));
  g_assert_cmpstr (out, ==, "");
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, GPOINTER_TO_INT (number));
  close (master);
}

/* In an address space of so many kilobytes. Ends the test if a signal ends the program. */
static CliResult *
call_within (guint kilobytes, const char *arguments)
{
  g_autofree char *line = g_strdup_printf ("ulimit -v %u; exec \"$TRESTLE_CLI\" %s", kilobytes, arguments);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  CliResult *result = g_new0 (CliResult, 1);

  /* Every thread takes some of it. */
  g_subprocess_launcher_setenv (launcher, "OMP_NUM_THREADS", "1", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", line, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &result->err, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result->code = g_subprocess_get_exit_status (process);
  return result;
}

static void
assert_memory_is_refused (const CliResult *result, const char *what)
{
  g_test_message ("%s", result->err);
  g_assert_cmpint (result->code, ==, 1);
  g_assert_nonnull (strstr (result->err, what));
  g_assert_nonnull (strstr (result->err, "(ulimit -v)"));
}

static gboolean
is_sanitized (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer itself takes more than any limit");
  return TRUE;
#else
  return FALSE;
#endif
}

/* Gigabytes, for the demo model: at 1024 pixels it has 4,097 states, each of which looks at all others. */
static void
test_run_beyond_the_limit_is_refused (void)
{
  g_autofree char *image = cli_data_path ("samples/scene-01.png");
  g_autofree char *arguments = g_strdup_printf ("match --image-size 1024 -i %s -t star", image);
  g_autoptr (CliResult) result = NULL;

  if (is_sanitized ())
    return;
  result = call_within (1500000, arguments);
  assert_memory_is_refused (result, "“bridgetower-shapes” on 1024 x 1024 pixels");
}

/* Twelve images of 1,025 states each need gigabytes together, and one by one they fit. */
static void
test_batch_beyond_the_limit_is_read_one_by_one (void)
{
  g_autofree char *list = cli_data_path ("../docs/figures/samples.jsonl");
  g_autofree char *arguments = g_strdup_printf ("divergence --image-size 512 --pairs %s --batch 64 --json", list);
  g_autoptr (CliResult) result = NULL;

  if (is_sanitized ())
    return;
  result = call_within (1200000, arguments);
  g_test_message ("%s", result->err);
  g_assert_cmpint (result->code, ==, 0);
}

/* However little there is: it opens or it is refused, and nothing in between. */
static void
test_weights_beyond_the_limit_are_refused (void)
{
  if (is_sanitized ())
    return;
  for (guint kilobytes = 700000;; kilobytes -= 20000)
    {
      g_autoptr (CliResult) result = call_within (kilobytes, "info");

      if (result->code == 0)
        continue;
      assert_memory_is_refused (result, "The weights of “bridgetower-shapes” need");
      return;
    }
}

int
main (int argc, char **argv)
{
  Trial trials[G_N_ELEMENTS (cases)];
  char *folder;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = broken_files_new ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cli-errors/failure-is-one-sentence/", cases[i].name, NULL);

      trials[i] = (Trial){ &cases[i], folder };
      g_test_add_data_func (path, &trials[i], test_failure_is_one_sentence);
    }
  g_test_add_data_func ("/cli-errors/inputs-that-are-right-are-run", folder, test_inputs_that_are_right_are_run);
  g_test_add_data_func ("/cli-errors/older-file-outlives-a-failure", folder, test_older_file_outlives_a_failure);
  g_test_add_func ("/cli-errors/run-beyond-the-limit-is-refused", test_run_beyond_the_limit_is_refused);
  g_test_add_func ("/cli-errors/batch-beyond-the-limit-is-read-one-by-one", test_batch_beyond_the_limit_is_read_one_by_one);
  g_test_add_func ("/cli-errors/weights-beyond-the-limit-are-refused", test_weights_beyond_the_limit_are_refused);
  g_test_add_data_func ("/cli-errors/signal-stops-the-work/interrupt", GINT_TO_POINTER (SIGINT), test_signal_stops_the_work);
  g_test_add_data_func ("/cli-errors/signal-stops-the-work/hang-up", GINT_TO_POINTER (SIGHUP), test_signal_stops_the_work);
  g_test_add_data_func ("/cli-errors/signal-stops-the-work/terminate", GINT_TO_POINTER (SIGTERM), test_signal_stops_the_work);
  status = g_test_run ();
  temporary_folder_free (folder);
  return status;
}
