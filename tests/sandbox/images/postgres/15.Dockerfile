# PostgreSQL 15 from Debian 12, with the pgvector that Debian 13 has: compiled, because Debian 12 packages none.
# The apt lists and archives are bound in from outside by the builder, so no layer needs cleaning.
FROM sandbox/base:bookworm AS pgvector
ARG DEBIAN_FRONTEND=noninteractive
# Of the development package only headers and makefiles are wanted; installed, it would bring clang and LLVM.
RUN apt-get -q update && apt-get -q install -y --no-install-recommends make gcc libc6-dev postgresql-client-15 \
 && cd /tmp && apt-get -q download postgresql-server-dev-15 && dpkg -x postgresql-server-dev-15_*.deb /
RUN cd /tmp && apt-get -q source --download-only pgvector \
 && mkdir pgvector && tar -xf pgvector_*.orig.tar.* -C pgvector --strip-components=1 \
 && make -C pgvector PG_CONFIG=/usr/lib/postgresql/15/bin/pg_config with_llvm=no OPTFLAGS= DESTDIR=/tmp/out install \
 && rm -rf /tmp/out/usr/include

FROM sandbox/base:bookworm
ARG DEBIAN_FRONTEND=noninteractive

# The reasons for each of these lines stand in 17.Dockerfile.
RUN groupadd --system --gid 999 postgres \
 && useradd --system --uid 999 --gid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres \
 && mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf \
 && apt-get -q update && apt-get -q install -y --no-install-recommends \
      -o DPkg::Options::=--path-exclude='/usr/lib/postgresql/*/lib/bitcode/*' \
      -o DPkg::Options::=--path-exclude='/usr/lib/postgresql/*/lib/llvmjit*' \
      -o DPkg::Options::=--path-exclude='/usr/lib/*/libLLVM*' \
      -o DPkg::Options::=--path-exclude='/usr/lib/llvm-*' \
      locales postgresql-15 \
 && localedef --no-archive -i en_US -c -f UTF-8 en_US.UTF-8 \
 && dpkg --purge --force-depends $(dpkg-query -W -f '${Package} ' locales perl 'libperl5*' 'perl-modules-5*' ssl-cert) \
 && rm -rf /etc/postgresql /var/lib/postgresql/15 /var/log/* /var/cache/debconf/*-old
COPY --from=pgvector /tmp/out/ /

ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=en_US.utf8 PG_MAJOR=15 PGDATA=/var/lib/postgresql/data
RUN sed -i "s/^#listen_addresses = .*/listen_addresses = '*'/" /usr/share/postgresql/15/postgresql.conf.sample \
 && install -d -o postgres -g postgres -m 1777 "$PGDATA" \
 && install -d -o postgres -g postgres -m 3777 /var/run/postgresql \
 && mkdir /docker-entrypoint-initdb.d

COPY entrypoint.sh /usr/local/bin/docker-entrypoint.sh
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
