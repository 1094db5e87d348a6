/* make-model CASE.json FOLDER: the synthetic model of a golden case's config, to measure speed and memory with. */
#include <glib/gstdio.h>

#include "tests/synthetic-model.h"

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    {
      g_printerr ("usage: make-model CASE.json FOLDER\n");
      return 2;
    }
  if (!json_parser_load_from_file (parser, argv[1], &error) || g_mkdir_with_parents (argv[2], 0755) != 0)
    {
      g_printerr ("make-model: %s\n", error != NULL ? error->message : g_strerror (errno));
      return 1;
    }
  synthetic_model_write (json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "config"), argv[2]);
  return 0;
}
