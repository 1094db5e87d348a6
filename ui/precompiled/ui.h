/* What nearly every file of the window includes, read once by the compiler, which is half of its work. A file names what it needs all the
 * same: with -Db_pch=false this is nowhere. */
#include <adwaita.h>
