# PostgreSQL 17 with pgvector, from Debian 13's own packages.
# The apt lists and archives are bound in from outside by the builder, so no layer needs cleaning.
FROM sandbox/base:trixie
ARG DEBIAN_FRONTEND=noninteractive

# 999 is the id that volumes of the usual images carry; it has to exist before the package takes another.
# Without the JIT library (110 MB) the server logs nothing and simply does not compile expressions.
# The Perl around pg_createcluster is not used here: the entrypoint calls initdb.
RUN groupadd --system --gid 999 postgres \
 && useradd --system --uid 999 --gid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres \
 && mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf \
 && apt-get -q update && apt-get -q install -y --no-install-recommends \
      -o DPkg::Options::=--path-exclude='/usr/lib/postgresql/*/lib/bitcode/*' \
      -o DPkg::Options::=--path-exclude='/usr/lib/postgresql/*/lib/llvmjit*' \
      -o DPkg::Options::=--path-exclude='/usr/lib/*/libLLVM*' \
      -o DPkg::Options::=--path-exclude='/usr/lib/llvm-*' \
      locales postgresql-17 postgresql-17-pgvector \
 && localedef --no-archive -i en_US -c -f UTF-8 en_US.UTF-8 \
 && dpkg --purge --force-depends $(dpkg-query -W -f '${Package} ' locales perl 'libperl5*' 'perl-modules-5*' ssl-cert) \
 && rm -rf /etc/postgresql /var/lib/postgresql/17 /var/log/* /var/cache/debconf/*-old

ENV PATH=/usr/lib/postgresql/17/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=en_US.utf8 PG_MAJOR=17 PGDATA=/var/lib/postgresql/data
RUN sed -i "s/^#listen_addresses = .*/listen_addresses = '*'/" /usr/share/postgresql/17/postgresql.conf.sample \
 && install -d -o postgres -g postgres -m 1777 "$PGDATA" \
 && install -d -o postgres -g postgres -m 3777 /var/run/postgresql \
 && mkdir /docker-entrypoint-initdb.d

COPY entrypoint.sh /usr/local/bin/docker-entrypoint.sh
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
