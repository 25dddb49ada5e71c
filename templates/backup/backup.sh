#!/bin/bash
# Made by chatwoot-deploy from group_data; change it there and apply again.
# Backups of one installation, by its timers and its verbs alike; by hand too, as root on the host. docs/backups.md.
#
#   backup.sh run [--tag TAG] [--keep-dump DIR]   database, uploads, secrets, rendered files -> restic
#   backup.sh verify [SNAPSHOT]                   read a backup back, restore it into a scratch database, compare
#   backup.sh check                               free what forgotten backups took, check the repository
#   backup.sh list                                the backups, as JSON
#   backup.sh reach                               nothing, if the repository answers or is yet to be made
#   backup.sh fetch [SNAPSHOT]                    restore a backup into a directory beside the live data, check it
#   backup.sh prepare DIR                         restore DIR/database.dump into a database beside the live one
#   backup.sh uploads DIR                         put the uploads that were fetched with DIR back into their volume
#   backup.sh swap [NAME]                         let that database take the live one's place, which is called NAME then
#   backup.sh settle [NAME]                       drop a database that was replaced; without NAME all, and a half restored one
#   backup.sh discard                             remove what fetch left
#
# Exit 0, or 1 with one sentence on standard error. The last line of standard output is one JSON object.
# --who NAME: for the journal. --timer: wait while an operator is at work.
set -euo pipefail
umask 077
export LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
here=$(dirname "$(readlink -f "$0")")
for part in backup.env common.sh repository.sh database.sh take.sh verify.sh restore.sh; do
  # shellcheck source=/dev/null
  . "$here/$part"
done

verb=${1:-}; [ $# -eq 0 ] || shift
tag='' keep='' who=root timer='' word=''
while [ $# -gt 0 ]; do
  case $1 in
    --tag) tag=${2:?--tag needs a value}; shift ;;
    --keep-dump) keep=${2:?--keep-dump needs a directory}; shift ;;
    --who) who=${2:?--who needs a name}; shift ;;
    --timer) timer=yes who=timer ;;
    -*) fail "$1: no such option; the first lines of $0 tell them" ;;
    *) word=$1 ;;
  esac
  shift
done
case $tag in *[!A-Za-z0-9._-]*) fail "--tag $tag: must be letters, digits, dots, hyphens" ;; esac
who=${who//[!A-Za-z0-9@._-]/_}
FETCHED=$WORK/restore/of-$who   # what a restore starts from: each operator's own

case $verb in
  run | verify | check | fetch | prepare | swap | settle | discard)
    begin "$verb"
    "$verb"
    ;;
  list | reach) "$verb" ;;
  uploads)
    begin "$verb"
    replace_uploads
    ;;
  *) fail "${verb:-nothing}: no such command; the first lines of $0 tell them" ;;
esac
